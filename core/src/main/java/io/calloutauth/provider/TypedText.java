package io.calloutauth.provider;

/** Tells texts from what only looks like one. */
final class TypedText {

  private TypedText() {}

  /** Tells whether every character of a text is whole. */
  static boolean isText(String value) {
    return value.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
  }

  /** Tells whether a text is whole and has no control characters. */
  static boolean isPlain(String value) {
    return isText(value) && value.codePoints().noneMatch(Character::isISOControl);
  }
}
