package io.calloutauth.engine;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.engine.ProviderEntry.OwnAuthorization;
import io.calloutauth.engine.TokenOutcome.AuthorizationNeeded;
import io.calloutauth.engine.TokenOutcome.AuthorizationNeeded.Remedy;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.Doubt;
import io.calloutauth.store.StoredAuthorization;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says by a shared row whether a token request may use the refresh token of its authorization.
 *
 * <ol>
 *   <li>One token request at a time uses it, whatever epoch it was started for.
 *   <li>An authorization that is over is not tried by itself any more. Where its refresh token was
 *       typed, an administrator's command tries that one.
 *   <li>In doubt, with a usable access token: hands off until shortly before that one ends, for a
 *       refresh token that was used up ends the access token at some servers. Within the reuse
 *       interval of a server that has one it is sent again at once.
 *   <li>In doubt, without a usable token: it is tried once nobody writes what he may still hold.
 * </ol>
 *
 * @param entry the provider
 * @param row its token row
 * @param demand why a token is asked for
 */
record RefreshTokenReview(ProviderEntry entry, TokenRow row, Demand demand) {

  /** What an answered look at the row leaves alone for so long. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private OwnAuthorization own() {
    return Objects.requireNonNull(entry.authorization());
  }

  /** Tells whether there is no refresh token that counts. */
  boolean isOver() {
    StoredAuthorization stored = row.authorization();
    return stored.number() >= own().number() ? stored.continuation() == null : !isTyped();
  }

  private boolean isTyped() {
    return entry.secrets().containsKey(SecretName.REFRESH_TOKEN);
  }

  /** What was revoked stays so. */
  private boolean mayTryAgain() {
    return demand == Demand.COMMAND && isTyped() && row.sinceRevoked() == null;
  }

  /** Returns the doubt about the refresh token that counts; null when there is none. */
  @Nullable Doubt doubt() {
    Doubt doubt = row.authorization().doubt();
    long counting = Math.max(own().number(), row.authorization().number());
    return doubt == null || doubt.authorization() < counting ? null : doubt;
  }

  /** Tells whether a token request is under way that may have sent the refresh token. */
  boolean isTaken() {
    boolean runs = row.leaseFor().compareTo(Duration.ZERO) > 0;
    return runs && (row.leaseEpoch() == entry.epoch() || doubt() != null);
  }

  /**
   * Returns what stands in the way of a token request; null when it may use the refresh token.
   *
   * @param usable the token that may still be used, or null
   * @param deadline how long a token request takes at most
   */
  @Nullable Completion findObstacle(@Nullable ReadyToken usable, Moment now, Duration deadline) {
    if (isOver()) {
      return mayTryAgain() ? null : requireAuthorization(now);
    }
    Doubt doubt = doubt();
    if (doubt == null || isTaken() || usable == null || mayBeReused(doubt)) {
      return null;
    }
    Moment end = usable.expired().minus(deadline);
    return end.reached(now.nanos(), now.millis()) ? null : leaveAlone(doubt, usable, end, now);
  }

  /** Tells whether what was sent may have been used up, and no server would take it once more. */
  boolean isDoubtful() {
    Doubt doubt = doubt();
    return doubt != null && !mayBeReused(doubt);
  }

  private boolean mayBeReused(Doubt doubt) {
    return entry.registration() != null
        && doubt.since().compareTo(entry.registration().authorization().reuseInterval()) < 0;
  }

  private Completion leaveAlone(Doubt doubt, ReadyToken usable, Moment end, Moment now) {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.TRANSIENT, TokenError.AUTHORIZATION_IN_DOUBT).build();
    TokenOutcome needed =
        new AuthorizationNeeded(entry.id(), before(now, doubt.since()), true, remedy());
    boolean another = demand == Demand.COMMAND || demand == Demand.SUSPICION;
    return Completion.without(
        another ? needed : new TokenOutcome.Granted(usable),
        new BackOffState(end, failure, 1, needed));
  }

  private Completion requireAuthorization(Moment now) {
    TokenFailure last = row.failure() == null ? null : FailureText.read(row.failure().failure());
    boolean told = last != null && last.error().endsAuthorization();
    Duration since = told ? Objects.requireNonNull(row.failure()).since() : row.sinceRevoked();
    return requireAuthorization(
        told ? Objects.requireNonNull(last) : over(),
        since == null ? null : before(now, since),
        now);
  }

  private static Instant before(Moment now, Duration since) {
    return Instant.ofEpochMilli(now.millis()).minus(since);
  }

  /**
   * Returns what a token request leaves whose authorization is over. Another one may be given on
   * any node, so the row is looked at again soon.
   *
   * @param since since when it is over, or null when nobody knows
   */
  Completion requireAuthorization(TokenFailure why, @Nullable Instant since, Moment now) {
    boolean doubted = why.error() == TokenError.AUTHORIZATION_IN_DOUBT;
    TokenOutcome outcome = new AuthorizationNeeded(entry.id(), since, doubted, remedy());
    return Completion.without(outcome, new BackOffState(now.plus(LOOK_AGAIN), why, 1, outcome));
  }

  private Remedy remedy() {
    if (isTyped()) {
      return Remedy.ENTER_REFRESH_TOKEN;
    }
    boolean never = row.authorization().number() == 0 && row.sinceRevoked() == null;
    return never ? Remedy.AUTHORIZE : Remedy.AUTHORIZE_AGAIN;
  }

  /** Returns the failure that an {@code invalid_grant} is: it ends the authorization. */
  TokenFailure endBy(TokenFailure refused) {
    TokenError error =
        doubt() == null ? TokenError.AUTHORIZATION_OVER : TokenError.AUTHORIZATION_IN_DOUBT;
    return TokenFailure.builder(FailureClass.PERMANENT, error)
        .status(refused.status())
        .code(refused.code().orElse(null))
        .hint(refused.hint().orElse(null))
        .correlationId(refused.correlationId())
        .build();
  }

  /** Returns the failure of an authorization that is over, or was never given. */
  static TokenFailure over() {
    return TokenFailure.builder(FailureClass.PERMANENT, TokenError.AUTHORIZATION_OVER).build();
  }
}
