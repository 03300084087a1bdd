package io.calloutauth.oauth;

/** What the figure counts that says how long a token lives. */
public enum LifetimeUnit {
  /** Seconds, as RFC 6749 section 5.1 says. */
  SECONDS(0, false),
  /** Milliseconds, as some servers have it. */
  MILLISECONDS(3, false),
  /** Seconds since 1970: the figure says until when the token lives. */
  EPOCH_SECONDS(0, true),
  /** Milliseconds since 1970: the figure says until when the token lives. */
  EPOCH_MILLISECONDS(3, true);

  private final int decimals;
  private final boolean absolute;

  LifetimeUnit(int decimals, boolean absolute) {
    this.decimals = decimals;
    this.absolute = absolute;
  }

  /** Returns how many decimal places a figure moves to become seconds. */
  public int decimals() {
    return decimals;
  }

  /** Returns whether a figure is a moment, and not a duration. */
  public boolean isAbsolute() {
    return absolute;
  }
}
