package io.calloutauth.engine;

import java.time.Duration;

/** How an attempt at a token request ended. */
sealed interface AttemptEnd {

  /** Those who wait get this. */
  record Landed(Landing landing) implements AttemptEnd {}

  /** It is to be made again, after a while. */
  record Again(Duration delay) implements AttemptEnd {}

  /** There is more to be found out first. */
  enum Open implements AttemptEnd {
    /** Another node has the lease: it is to be made again once that one may be done. */
    HELD,
    /** The provider's epoch is another: it is to be read again. */
    OTHER_EPOCH,
    /** The provider is gone. */
    GONE
  }
}
