package io.calloutauth.client;

/** What {@code expires_in} counts. */
public enum LifetimeUnit {
  /** Seconds, as RFC 6749 section 5.1 says. */
  SECONDS(0),
  /** Milliseconds, as some servers have it. */
  MILLISECONDS(3);

  private final int decimals;

  LifetimeUnit(int decimals) {
    this.decimals = decimals;
  }

  /** Returns how many decimal places a figure moves to become seconds. */
  int decimals() {
    return decimals;
  }
}
