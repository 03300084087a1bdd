package io.calloutauth.engine;

import io.calloutauth.store.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token request leaves on this node.
 *
 * @param published the token for callouts from now on, or null to leave what there is
 * @param pause how long no token request starts by itself
 * @param outcome what those who wait for it are told
 */
record Landing(@Nullable ReadyToken published, BackOffState pause, TokenOutcome outcome) {

  private static final Duration STORE_DOWN = Duration.ofSeconds(5);

  /** The store is down, and a usable token is served on. */
  static Landing storeDown(StoreException down, Moment now) {
    return without(new TokenOutcome.StoreFailed(down), BackOffState.spacing(now.plus(STORE_DOWN)));
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
