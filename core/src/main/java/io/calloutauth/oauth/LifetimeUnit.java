package io.calloutauth.oauth;

/** What the figure counts that says how long a token lives. */
public enum LifetimeUnit {
  /** Seconds, as RFC 6749 section 5.1 says. */
  SECONDS("seconds", 0, false),
  /** Milliseconds, as some servers have it. */
  MILLISECONDS("milliseconds", 3, false),
  /** Seconds since 1970: the figure says until when the token lives. */
  EPOCH_SECONDS("epoch_seconds", 0, true),
  /** Milliseconds since 1970: the figure says until when the token lives. */
  EPOCH_MILLISECONDS("epoch_milliseconds", 3, true);

  private final String value;
  private final int decimals;
  private final boolean absolute;

  LifetimeUnit(String value, int decimals, boolean absolute) {
    this.value = value;
    this.decimals = decimals;
    this.absolute = absolute;
  }

  /** Returns the name by which the choice is stored and written: it never changes. */
  public String value() {
    return value;
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
