package io.calloutauth.engine;

import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.StoredToken;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * From when a token is stale, and from when it is expired.
 *
 * @param stale from here on the token is usable, and due for renewal; not after its end
 * @param expired from here on it is unusable
 */
record Validity(Moment stale, Moment expired) {

  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final Duration LEAD = Duration.ofSeconds(15);
  private static final Duration SHORTEST_HINT = Duration.ofSeconds(5);
  private static final Duration MOST_AHEAD = Duration.ofSeconds(5);
  private static final double EARLIEST = 0.70;
  private static final double LATEST = 0.85;

  /** Lets a token become stale at its end at the latest, on either clock. */
  Validity {
    stale =
        new Moment(
            expired.isAfter(stale) ? stale.nanos() : expired.nanos(),
            Math.min(stale.millis(), expired.millis()));
  }

  /**
   * Draws a token's validity.
   *
   * @param issued just before the request for the token was sent
   * @param lifetime how long it lives from then on
   * @param hint when the server wants it renewed, or null; it can only make the token stale earlier
   * @param random draws from 0 to 1, so that many nodes and tokens do not renew at once
   */
  static Validity draw(
      Moment issued, Duration lifetime, @Nullable Duration hint, DoubleSupplier random) {
    Duration usable = usable(lifetime);
    Duration stale = drawnStale(usable, random.getAsDouble());
    if (hint != null) {
      stale = min(stale, max(hint, SHORTEST_HINT));
    }
    return new Validity(issued.plus(stale), issued.plus(usable));
  }

  /** Returns for how long a token of a lifetime may be used; a row may say anything. */
  static Duration usable(Duration lifetime) {
    Duration bounded = max(Duration.ZERO, min(lifetime, IssuedToken.LONGEST_LIFETIME));
    return bounded.minus(min(MARGIN, bounded.dividedBy(4)));
  }

  /** Returns for how long a token of a row may still be used; negative when that is over. */
  static Duration left(StoredToken token) {
    Duration usable = usable(token.lifetime());
    return min(usable, usable.minus(token.age()));
  }

  /**
   * Tells whether a token's age is known: one that was issued later than now, by more than the
   * clocks of two database nodes differ, was issued before the store's clock stepped back.
   */
  static boolean isDated(StoredToken token) {
    return token.age().plus(MOST_AHEAD).compareTo(Duration.ZERO) >= 0;
  }

  private static Duration drawnStale(Duration usable, double draw) {
    double share = EARLIEST + (LATEST - EARLIEST) * draw;
    Duration drawn = Duration.ofNanos((long) (usable.toNanos() * share));
    Duration latest = usable.minus(LEAD);
    return latest.compareTo(usable.dividedBy(2)) >= 0 ? min(drawn, latest) : drawn;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
