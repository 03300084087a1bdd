package io.calloutauth.client;

import java.util.Set;

/** Makes foreign text fit to be kept: no control, format or unpaired characters, and not long. */
final class PlainText {

  private static final Set<Byte> DROPPED =
      Set.of(
          Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED);

  private PlainText() {}

  /** Returns the text without such characters, at most so many chars of it. */
  static String of(String text, int longest) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .filter(c -> !DROPPED.contains((byte) Character.getType(c)))
        .takeWhile(c -> plain.length() + Character.charCount(c) <= longest)
        .forEachOrdered(plain::appendCodePoint);
    return plain.toString();
  }
}
