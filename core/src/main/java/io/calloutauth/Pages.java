package io.calloutauth;

/** Judges how much a page may hold. */
final class Pages {

  private static final int MOST = 1_000;

  private Pages() {}

  static void checkLimit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a page must have 1 to 1,000 lines");
    }
  }
}
