package io.calloutauth;

/**
 * Judges the ids that a host gives: they are compared byte for byte, so that what cannot be seen
 * must not be in them.
 */
final class Identifiers {

  private static final int TENANT_MOST = 64;
  private static final int NOTIFICATION_MOST = 255;

  private Identifiers() {}

  static String tenant(String tenant) {
    return checked("tenant id", tenant, TENANT_MOST);
  }

  static String notification(String notificationId) {
    return checked("notification id", notificationId, NOTIFICATION_MOST);
  }

  private static String checked(String what, String id, int most) {
    int length = id.codePointCount(0, id.length());
    if (length == 0 || length > most || !id.codePoints().allMatch(Identifiers::isVisible)) {
      throw new IllegalArgumentException(
          "a " + what + " must be 1 to " + most + " visible characters, without spaces");
    }
    return id;
  }

  static boolean isVisible(int codePoint) {
    return hasVisibleType(codePoint) && !InvisibleCharacters.contains(codePoint);
  }

  private static boolean hasVisibleType(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
