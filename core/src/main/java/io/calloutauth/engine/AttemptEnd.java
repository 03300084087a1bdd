package io.calloutauth.engine;

import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a step of a token request ended: a look at the shared row, or an attempt in a place. */
sealed interface AttemptEnd {

  /** Those who wait get this. */
  record Landed(Landing landing) implements AttemptEnd {}

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
}
