package io.calloutauth.client;

/** Looks into {@code WWW-Authenticate} (RFC 9110 section 11.6.1, RFC 6750 section 3). */
final class Challenges {

  private Challenges() {}

  /** Returns whether one of the challenges in a header has an error code. */
  static boolean hasError(String header, String code) {
    return unquoted(header)
        .matches("(?is)(?:.*[ \t,])?error[ \t]*=[ \t]*" + code + "(?:[ \t,].*)?");
  }

  /**
   * Takes the quotes off values that could be codes, and leaves out what else is quoted: it may
   * look like a parameter without being one.
   */
  private static String unquoted(String header) {
    StringBuilder plain = new StringBuilder();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '"') {
        plain.append(quoted ? code(value) : "");
        value.setLength(0);
        quoted = !quoted;
      } else if (quoted && c == '\\' && i + 1 < header.length()) {
        value.append(header.charAt(++i));
      } else {
        (quoted ? value : plain).append(c);
      }
    }
    return plain.toString();
  }

  private static String code(StringBuilder value) {
    boolean code = value.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != ',' && c != '=');
    return code ? value.toString() : "";
  }
}
