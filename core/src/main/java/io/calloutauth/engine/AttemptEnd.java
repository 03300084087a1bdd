package io.calloutauth.engine;

import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.Occupancy.EndpointHealth;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a step of a token request ended: a look at the shared row, or an attempt in a place. */
sealed interface AttemptEnd {

  /** The row is to be looked at again, after a while. */
  record Again(Duration delay) implements AttemptEnd {}

  /** The authorization server is to be asked, in a place. */
  sealed interface Due extends AttemptEnd {

    /** Returns when the row was read, or could not be. */
    Moment asked();
  }

  /**
   * Under the lease, if the row is the same by then.
   *
   * @param row the row that was read
   * @param shared its token, or null when it has none that is usable
   * @param backOff the wait that it asks for
   */
  record Leased(TokenRow row, @Nullable ReadyToken shared, BackOffState backOff, Moment asked)
      implements Due {}

  /** Without row and lease: the store is down. */
  record Alone(StoreException down, Moment asked) implements Due {}

  /** There is more to be found out first. */
  enum Open implements AttemptEnd {
    /** Another node has the lease: the row is to be looked at again once that one may be done. */
    HELD,
    /** The store was down and may answer again: the row is to be read. */
    READABLE,
    /** The provider's epoch is another: it is to be read again. */
    OTHER_EPOCH,
    /** The provider is gone. */
    GONE
  }

  /**
   * A step that was made.
   *
   * @param end how it ended
   * @param health what it showed of the token endpoint
   */
  record Made(AttemptEnd end, EndpointHealth health) {}

  /**
   * It ends, and leaves this on this node.
   *
   * @param published the token for callouts from now on, or null to leave what there is
   * @param pause how long no token request starts by itself
   * @param outcome what those who wait for it are told
   */
  record Landing(@Nullable ReadyToken published, BackOffState pause, TokenOutcome outcome)
      implements AttemptEnd {

    private static final Duration STORE_DOWN = Duration.ofSeconds(5);

    /** The store is down, and a usable token is served on. */
    static Landing storeDown(StoreException down, Moment now) {
      return without(
          new TokenOutcome.StoreFailed(down), BackOffState.spacing(now.plus(STORE_DOWN)));
    }

    static Landing published(ReadyToken token, BackOffState pause) {
      return new Landing(token, pause, new TokenOutcome.Granted(token));
    }

    /** A token for those who wait, and for nobody after them. */
    static Landing spent(ReadyToken token, BackOffState pause) {
      return new Landing(null, pause, new TokenOutcome.Granted(token));
    }

    static Landing without(TokenOutcome outcome, BackOffState pause) {
      return new Landing(null, pause, outcome);
    }
  }
}
