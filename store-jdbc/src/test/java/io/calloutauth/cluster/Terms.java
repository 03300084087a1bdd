package io.calloutauth.cluster;

/**
 * What a run is measured by, in milliseconds.
 *
 * @param lifetime how long a token lives
 * @param timeout how long an exchange may take
 * @param exchange how long the endpoint takes at most
 */
record Terms(long lifetime, long timeout, long exchange) {

  /** How long a change on one node may take until it holds on all that run. */
  static final long HEARD = 10_000;

  /** How long after an outage a node may take to find the database again. */
  static final long HEALED = 10_000;

  /** How long before a disturbance a result may still be on its way into the shared row. */
  static final long WRITTEN = 500;

  /**
   * How long a node that goes on may take to end the token requests that its stop met, and whoever
   * joined them by then, on a machine that is busy.
   */
  static final long RESUMED = 2_000;

  /** How long a callout waits for a token at most. */
  static final long LONGEST_WAIT = 20_000;

  private static final long LEASE_SURPLUS = 5_000;
  private static final long LOOK_AGAIN = 4_000;
  private static final long STALLED = 5_000;

  /** Returns for how long a token may be used. */
  long usable() {
    return lifetime - Math.min(30_000, lifetime / 4);
  }

  /** Returns how old a token must be at least for its renewal to be no duplicate. */
  long renewable() {
    return usable() * 6 / 10;
  }

  /** Returns how long a callout may take that nobody holds up, on a machine that is busy. */
  long served() {
    return exchange + STALLED;
  }

  /** Returns how long the lease of an exchange runs that nobody gives back. */
  long lease() {
    return timeout + LEASE_SURPLUS;
  }

  /** Returns how long a node that was killed in an exchange may hold up the others. */
  long recovery() {
    return lease() + LOOK_AGAIN + served();
  }
}
