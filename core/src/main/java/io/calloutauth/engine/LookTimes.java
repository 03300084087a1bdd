package io.calloutauth.engine;

import io.calloutauth.engine.Clocks.Moment;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The polling interval of one token request: when it looks at the shared row again while another
 * node has the lease, and when it gives up. Used by one thread at a time.
 */
final class LookTimes {

  private static final Duration FIRST = Duration.ofSeconds(1);

  private final DoubleSupplier random;
  private final Moment giveUp;
  private int looks;

  /**
   * Starts to count.
   *
   * @param start when it may look first
   * @param deadline how long a token request may take, here and on the node that has the lease
   */
  LookTimes(Moment start, Duration deadline, DoubleSupplier random) {
    this.random = random;
    this.giveUp = start.plus(deadline.plus(SharedRows.LEASE_SURPLUS)).plus(deadline);
  }

  boolean isOver(Moment now) {
    return giveUp.reached(now.nanos(), now.millis());
  }

  /** After 1, 2 and then 4 seconds, each a little earlier on some nodes: each look is a read. */
  Duration next() {
    Duration most = FIRST.multipliedBy(1L << Math.min(looks++, 2));
    return share(most, 1 - random.getAsDouble() / 4);
  }

  /** Returns a delay with up to half of it added, so that not all nodes look at once. */
  Duration jitter(Duration delay) {
    return share(delay, 1 + random.getAsDouble() / 2);
  }

  private static Duration share(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }
}
