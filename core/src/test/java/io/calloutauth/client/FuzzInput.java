package io.calloutauth.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what a fuzzer made up as lines and a rest. A byte is a character, as in HTTP headers. Not
 * thread-safe.
 */
public final class FuzzInput {

  private final byte[] data;
  private int position;

  public FuzzInput(byte[] data) {
    this.data = data;
  }

  /** Returns what comes before the next line feed, or the rest. */
  public String line() {
    int start = position;
    while (position < data.length && data[position] != '\n') {
      position++;
    }
    String line =
        new String(Arrays.copyOfRange(data, start, position), StandardCharsets.ISO_8859_1);
    position = Math.min(position + 1, data.length);
    return line;
  }

  /** Returns the lines up to the next empty one. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  /** Returns what is left. */
  public byte[] rest() {
    return Arrays.copyOfRange(data, position, data.length);
  }
}
