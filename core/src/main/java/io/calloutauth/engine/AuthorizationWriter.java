package io.calloutauth.engine;

import io.calloutauth.engine.CommandOutcome.AuthorizationOutcome;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.engine.ProviderEntry.OwnAuthorization;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.World;
import io.calloutauth.store.Continuation;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a code was redeemed for: access and refresh token together, as the provider's next
 * authorization. The one before is replaced, whoever is using it. What is not written is taken back
 * at the server. Thread-safe; blocks as store and cipher do.
 *
 * @param providers reads the provider again where it was edited meanwhile
 * @param tokens the shared rows' own store
 * @param rows says what is written of a token
 * @param refreshTokens seals the refresh token, and says when it is due
 * @param tenants drop what this node held before
 * @param unstored takes back what is not written
 * @param world has time and chance
 */
record AuthorizationWriter(
    ProviderEntry.Reader providers,
    TokenStore tokens,
    SharedRows rows,
    RefreshTokens refreshTokens,
    TenantCaches<?> tenants,
    UnstoredTokens unstored,
    World world) {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorizationWriter.class);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final int MOST_TRIES = 20;

  /** A person waits, and each try may take as long as a connection pool lets it. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /**
   * Returns what writes the token that a code is about to be redeemed for, or null when the
   * provider was revoked since the authorization was begun.
   *
   * @param redeemed the entry that the token is requested with
   * @param begun when the authorization was begun
   * @param actor who gives it; empty when nobody is known
   */
  @Nullable Writing prepare(ProviderEntry redeemed, Moment begun, String actor) {
    TokenRow row = tokens.find(redeemed.key()).orElse(null);
    Writing writing = new Writing(redeemed, row, begun, actor);
    return writing.isRevokedMeanwhile(row) ? null : writing;
  }

  /** One writing; used by one thread. */
  final class Writing {

    private final ProviderEntry redeemed;
    private final Moment begun;
    private final String actor;
    private ProviderEntry entry;
    private final OwnAuthorization own;
    private @Nullable TokenRow read;

    private Writing(ProviderEntry entry, @Nullable TokenRow read, Moment begun, String actor) {
      this.redeemed = entry;
      this.entry = entry;
      this.own = Objects.requireNonNull(entry.authorization());
      this.read = read;
      this.begun = begun;
      this.actor = actor;
    }

    /**
     * Writes the token, or takes it back.
     *
     * @param issued just before it was requested
     */
    AuthorizationOutcome write(IssuedToken token, Moment issued) {
      AuthorizationOutcome end =
          token.refreshToken().isEmpty()
              ? AuthorizationOutcome.failed(entry.id(), AuthorizationError.NO_REFRESH_TOKEN)
              : writeOrFail(token, issued);
      if (end.error() != null) {
        unstored.takeBack(redeemed, token, read);
      }
      return end;
    }

    private AuthorizationOutcome writeOrFail(IssuedToken token, Moment issued) {
      try {
        return tryOften(token, issued);
      } catch (RuntimeException broken) { // its message may hold what was to be sealed
        LOG.warn(
            "Provider {}: a token that was authorized is not stored: {}",
            redeemed.label(),
            broken.getClass().getName());
        return AuthorizationOutcome.failed(redeemed.id(), AuthorizationError.NOT_STORED);
      }
    }

    private AuthorizationOutcome tryOften(IssuedToken token, Moment issued) {
      StoreException down = null;
      Moment end = world.clocks().now().plus(LONGEST);
      for (int tries = 0; tries < MOST_TRIES && !isReached(end); tries++) {
        try {
          AuthorizationOutcome outcome = tryOnce(token, issued);
          if (outcome != null) {
            return outcome;
          }
        } catch (StoreException failed) { // a connection that was lost, say
          if (!failed.retryable()) {
            throw failed;
          }
          down = failed;
        }
      }
      throw down == null ? new StoreException("the row changed at every try", true, null) : down;
    }

    private boolean isReached(Moment moment) {
      Moment now = world.clocks().now();
      return moment.reached(now.nanos(), now.millis());
    }

    /** Returns null when the rows changed meanwhile. */
    private @Nullable AuthorizationOutcome tryOnce(IssuedToken token, Moment issued) {
      TokenRow row = tokens.find(entry.key()).orElse(null);
      read = row;
      if (row == null || isRevokedMeanwhile(row)) {
        return AuthorizationOutcome.failed(entry.id(), AuthorizationError.PROVIDER_CHANGED);
      }
      if (row.isNewer()) {
        throw SharedRows.newerForm();
      }
      LeaseRequest request = LeaseRequest.builder(entry.epoch(), row, LEASE).takesOver().build();
      LeaseResult result = tokens.lease(entry.key(), request);
      if (result instanceof Lease lease) {
        return complete(row, lease, token, issued) ? succeed(token) : null;
      }
      return result == LeaseResult.Refusal.OTHER_EPOCH && !readAgain()
          ? AuthorizationOutcome.failed(entry.id(), AuthorizationError.PROVIDER_CHANGED)
          : null;
    }

    private boolean complete(TokenRow row, Lease lease, IssuedToken token, Moment issued) {
      long number = Math.max(own.number(), row.authorization().number() + 1);
      Continuation first = refreshTokens.first(entry, number, token, actor);
      return tokens.complete(entry.key(), lease, outcome(lease, token, issued).with(first));
    }

    /**
     * The refresh token is the authorization's, the access token the epoch's that it was requested
     * for: after an edit the next one is asked for with the refresh token.
     */
    private TokenRequestOutcome outcome(Lease lease, IssuedToken token, Moment issued) {
      if (!entry.sharesTokensWith(redeemed)) {
        return TokenRequestOutcome.spent(Duration.ZERO);
      }
      Completion completion =
          Settlement.of(redeemed, world).settleToken(token, issued, lease, null);
      return rows.outcome(redeemed, lease, completion, token);
    }

    private AuthorizationOutcome succeed(IssuedToken token) {
      tenants.drop(entry.key());
      return AuthorizationOutcome.completed(
          entry.id(), new GrantDetails(token.scope(), token.warnings()));
    }

    /** Returns false when the authorization that was asked for is not the provider's any more. */
    private boolean readAgain() {
      ProviderEntry now = providers.find(entry.key()).orElse(null);
      OwnAuthorization another = now == null ? null : now.authorization();
      if (now == null || !own.equals(another)) {
        return false;
      }
      entry = now;
      return true;
    }

    private boolean isRevokedMeanwhile(@Nullable TokenRow row) {
      Duration since = row == null ? null : row.sinceRevoked();
      return since != null && since.compareTo(world.clocks().now().since(begun)) < 0;
    }
  }
}
