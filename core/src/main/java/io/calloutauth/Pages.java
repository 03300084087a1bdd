package io.calloutauth;

import org.jspecify.annotations.Nullable;

/** Judges which page is asked for. */
final class Pages {

  private static final int MOST = 1_000;

  private Pages() {}

  /**
   * Lets a question for a page pass. A cursor may come from anywhere: what a database cannot hold
   * must not get there.
   */
  static void check(@Nullable String after, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a page must have 1 to 1,000 lines");
    }
    if (after != null && !after.codePoints().allMatch(Pages::isOfAName)) {
      throw new IllegalArgumentException("the page must start at the next() of the page before");
    }
  }

  private static boolean isOfAName(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }
}
