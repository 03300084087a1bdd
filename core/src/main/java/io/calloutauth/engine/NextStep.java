package io.calloutauth.engine;

import io.calloutauth.admission.EndpointHealth;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The transitions of a token request's state machine: what it does next, after a look at the shared
 * row or an attempt in a place.
 */
sealed interface NextStep {

  /** Looks at the row again, after a while. */
  record Retry(Duration delay) implements NextStep {}

  /** Asks the authorization server, in a place. */
  sealed interface SendRequest extends NextStep {

    /** Returns when the row was read, or could not be. */
    Moment asked();
  }

  /**
   * Asks under the lease, if the row is the same by then.
   *
   * @param row the row that was read
   * @param shared its token, or null when it has none that is usable
   * @param backOff the wait that it asks for
   */
  record Leased(TokenRow row, @Nullable ReadyToken shared, BackOffState backOff, Moment asked)
      implements SendRequest {}

  /** Asks without row and lease: the store is down. */
  record Unleased(StoreException down, Moment asked) implements SendRequest {}

  /**
   * Waits until the store has taken the refresh token that came with a token: nobody is told
   * before.
   *
   * @param next what is done then
   */
  record AwaitWrite(CompletableFuture<NextStep> next) implements NextStep {}

  /**
   * Asks the server though the authorization is in doubt, once a second look finds the same: a node
   * that holds what another token request brought gets the time to write it first.
   *
   * @param request what is done then
   */
  record ConfirmDoubt(SendRequest request) implements NextStep {}

  /** Finds out more first. */
  enum Recheck implements NextStep {
    /** Another node has the lease: the row is to be looked at again once that one may be done. */
    LEASE_HELD,
    /** The store was down and may answer again: the row is to be read. */
    STORE_READABLE,
    /** The provider's epoch is another: it is to be read again. */
    EPOCH_CHANGED,
    /** The provider is gone. */
    PROVIDER_DELETED
  }

  /**
   * What came of a step.
   *
   * @param next what is done next
   * @param health what the step showed of the token endpoint
   */
  record StepResult(NextStep next, EndpointHealth health) {}

  /**
   * Ends, and leaves this on this node.
   *
   * @param published the token for callouts from now on, or null to leave what there is
   * @param backOff how long no token request starts by itself
   * @param outcome what those who wait for it are told
   */
  record Completion(@Nullable ReadyToken published, BackOffState backOff, TokenOutcome outcome)
      implements NextStep {

    private static final Duration STORE_DOWN = Duration.ofSeconds(5);

    /** The store is down, and a usable token is served on. */
    static Completion storeDown(StoreException down, Moment now) {
      return without(
          new TokenOutcome.StoreFailed(down), BackOffState.spacing(now.plus(STORE_DOWN)));
    }

    /** A token for those who wait, and for callouts after them. */
    static Completion publish(ReadyToken token, BackOffState backOff) {
      return new Completion(token, backOff, new TokenOutcome.Granted(token));
    }

    /** A token for those who wait, and for nobody after them. */
    static Completion spend(ReadyToken token, BackOffState backOff) {
      return new Completion(null, backOff, new TokenOutcome.Granted(token));
    }

    /** No new token. */
    static Completion without(TokenOutcome outcome, BackOffState backOff) {
      return new Completion(null, backOff, outcome);
    }

    /**
     * Tells whether its token serves nobody any more: one that is kept has expired since, and one
     * that is not kept serves those who waited for it, in the time that they gave it.
     */
    boolean isTooLate(Moment until, Moment now) {
      Moment end = published == null ? until : published.expired();
      return outcome instanceof TokenOutcome.Granted && end.reached(now.nanos(), now.millis());
    }
  }
}
