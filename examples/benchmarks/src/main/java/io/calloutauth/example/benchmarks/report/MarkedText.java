package io.calloutauth.example.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a file between two comments that is written by the benchmarks and by nobody else. */
public final class MarkedText {

  private static final String START = "<!-- benchmarks: written by a full run, never by hand -->\n";
  private static final String END = "<!-- benchmarks: end -->";

  private MarkedText() {}

  /**
   * Puts text between the markers.
   *
   * @throws IllegalArgumentException when the text has no such markers
   */
  public static String replaced(String whole, String part) {
    int start = whole.indexOf(START);
    int end = whole.indexOf(END);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("there are no markers for what the benchmarks found");
    }
    return whole.substring(0, start + START.length()) + "\n" + part + "\n" + whole.substring(end);
  }

  /** Puts text between a file's markers. */
  public static void write(Path file, String part) throws IOException {
    Files.writeString(file, replaced(Files.readString(file), part));
  }
}
