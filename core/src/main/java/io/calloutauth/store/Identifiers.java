package io.calloutauth.store;

/**
 * Judges the ids that a host gives: they are compared byte for byte, so that what cannot be seen
 * must not be in them.
 */
public final class Identifiers {

  private static final int TENANT_MOST = 64;
  private static final int NOTIFICATION_MOST = 255;

  private Identifiers() {}

  public static String tenant(String tenant) {
    return checked("tenant id", tenant, TENANT_MOST);
  }

  public static String notification(String notificationId) {
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

  public static boolean isVisible(int codePoint) {
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
