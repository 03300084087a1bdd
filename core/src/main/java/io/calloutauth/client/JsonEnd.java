package io.calloutauth.client;

/** Finds the end of a JSON object (RFC 8259), which needs no length to be known as whole. */
final class JsonEnd {

  private JsonEnd() {}

  /**
   * Tells whether a text is a JSON object to its last brace. One that was cut is not, so that it
   * needs no length to be known as whole.
   */
  static boolean isWholeJsonObject(byte[] text) {
    int depth = 0;
    boolean quoted = false;
    for (int i = start(text); i < text.length; i++) {
      byte c = text[i];
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether a text begins as a JSON object does. */
  static boolean startsAsJsonObject(byte[] text) {
    return start(text) < text.length;
  }

  /**
   * Returns the index of the brace that a text starts with, or its length when it has none there.
   */
  private static int start(byte[] text) {
    int start = 0;
    while (start < text.length && (text[start] <= ' ')) { // white space, and a byte order mark
      start++;
    }
    return start < text.length && text[start] == '{' ? start : text.length;
  }
}
