package io.calloutauth.json;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of JSON, each an object, from a text that an untrusted party sent: of lines that are
 * too long nothing is kept. Not thread-safe; blocks as the reader does.
 */
public final class JsonLines {

  private static final int BUFFER = 8_192;

  private final Reader in;
  private final int mostOfLine;
  private final char[] buffer = new char[BUFFER];
  private int at;
  private int end;
  private long number;
  private long left;

  /**
   * Reads lines.
   *
   * @param mostOfLine how many characters a line may have
   * @param most how many are read in all, to the next buffer
   */
  public JsonLines(Reader in, int mostOfLine, long most) {
    this.in = in;
    this.mostOfLine = mostOfLine;
    this.left = most;
  }

  /**
   * A line.
   *
   * @param number its number, from 1
   * @param text what stands in it; null where that is too long
   */
  public record Line(long number, @Nullable String text) {

    /** Returns nothing of the text. */
    @Override
    public String toString() {
      return "Line[" + number + "]";
    }
  }

  /** Returns the next line that is not blank, or null at the end. */
  public @Nullable Line next() throws IOException {
    while (fill()) {
      Line line = read();
      if (line.text() == null || !line.text().isBlank()) {
        return line;
      }
    }
    return null;
  }

  /** Tells whether there was more than is read in all: then lines are missing. */
  public boolean isExhausted() {
    return left < 0;
  }

  private Line read() throws IOException {
    StringBuilder line = new StringBuilder();
    boolean tooLong = false;
    number++;
    while (fill()) {
      char c = buffer[at++];
      if (c == '\n') {
        break;
      }
      if (line.length() < mostOfLine) {
        append(line, c);
      } else {
        tooLong = true;
      }
    }
    return new Line(number, tooLong ? null : line.toString());
  }

  /** Some editors begin a file with a byte order mark (RFC 8259 section 8.1 lets it be ignored). */
  private void append(StringBuilder line, char c) {
    if (c != '\ufeff' || number > 1 || !line.isEmpty()) {
      line.append(c);
    }
  }

  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = isExhausted() ? 0 : Math.max(in.read(buffer), 0);
      left -= end;
    }
    return end > 0;
  }
}
