package io.calloutauth.jdbc;

/**
 * Judges texts before a database sees them: what one database refuses with the end of the
 * transaction, and another cuts or replaces, is refused here, the same for all.
 */
final class Characters {

  private Characters() {}

  /**
   * Returns the text.
   *
   * @throws IllegalArgumentException when it holds a NUL or half a surrogate pair
   */
  static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == 0) {
        throw new IllegalArgumentException("a text to store must not hold a NUL character");
      }
      if (Character.isSurrogate(unit)) {
        if (Character.charCount(text.codePointAt(i)) != 2) {
          throw new IllegalArgumentException("a text to store must not hold half a character");
        }
        i++;
      }
    }
    return text;
  }

  /**
   * Returns the text.
   *
   * @throws IllegalArgumentException when it has more characters than its column keeps
   */
  static String checked(String what, String text, int most) {
    if (text.length() > most && text.codePointCount(0, text.length()) > most) {
      throw new IllegalArgumentException(
          "a " + what + " must not be longer than " + most + " characters");
    }
    return checked(text);
  }
}
