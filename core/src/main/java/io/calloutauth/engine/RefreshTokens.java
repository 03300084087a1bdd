package io.calloutauth.engine;

import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.ProviderEntry.OwnAuthorization;
import io.calloutauth.oauth.AuthorizationOptions;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Continuation;
import io.calloutauth.store.ContinuationOutcome;
import io.calloutauth.store.Doubt;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoredAuthorization;
import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens the refresh token that counts for a provider, and seals the one that comes next: that of
 * the token row where its authorization is not an earlier one than the provider's, else the typed
 * one. Thread-safe; blocks as the cipher does.
 *
 * @param vault seals and opens
 * @param clients open what was typed
 * @param random draws when one that stays unused is due
 */
record RefreshTokens(TokenVault vault, Clients clients, DoubleSupplier random) {

  private static final double DUE_FROM = 0.70;
  private static final double DUE_TO = 0.85;

  /** The refresh token to use, or why there is none. Immutable; hides the token. */
  static final class Found {

    private static final Found NONE = new Found(null, 0, null);

    private final @Nullable Secret token;
    private final long authorization;
    private final @Nullable OpenedClient obstacle;

    private Found(@Nullable Secret token, long authorization, @Nullable OpenedClient obstacle) {
      this.token = token;
      this.authorization = authorization;
      this.obstacle = obstacle;
    }

    /** Returns the token, or null when there is none or it does not open. */
    @Nullable Secret token() {
      return token;
    }

    /** Returns the number of its authorization. */
    long authorization() {
      return authorization;
    }

    /** Returns why it does not open, or null when it does or there is none. */
    @Nullable OpenedClient obstacle() {
      return obstacle;
    }

    @Override
    public String toString() {
      return "Found[authorization=" + authorization + "]";
    }
  }

  /**
   * Finds the refresh token that is to be sent, or says why it does not open.
   *
   * @param before why the last token request on this node failed, or null when it did not
   */
  Found find(ProviderEntry entry, StoredAuthorization stored, @Nullable TokenFailure before) {
    OwnAuthorization own = Objects.requireNonNull(entry.authorization());
    Sealed sent = stored.continuation();
    return sent != null && stored.number() >= own.number()
        ? toFound(entry, stored.number(), vault.openRefreshToken(entry.key(), own, sent), before)
        : findTyped(entry, own, before);
  }

  private Found findTyped(
      ProviderEntry entry, OwnAuthorization own, @Nullable TokenFailure before) {
    return entry.secrets().containsKey(SecretName.REFRESH_TOKEN)
        ? toFound(entry, own.number(), clients.open(entry, SecretName.REFRESH_TOKEN), before)
        : Found.NONE;
  }

  /** What is not authentic was given for another endpoint: nothing else makes it open. */
  private Found toFound(
      ProviderEntry entry, long authorization, Opened opened, @Nullable TokenFailure before) {
    if (opened.plainText() != null) {
      return new Found(Secret.of(opened.plainText()), authorization, null);
    }
    return opened.refusal() == Opened.Refusal.NOT_AUTHENTIC
        ? Found.NONE
        : new Found(null, authorization, clients.refuse(entry, opened, before));
  }

  /**
   * Returns what a token request does to its authorization. One that was not sent, or refused for
   * another reason than its refresh token, used nothing up.
   *
   * @param doubt that there was before, or null
   */
  ContinuationOutcome outcome(
      ProviderEntry entry, Found used, TokenResult response, @Nullable Doubt doubt) {
    if (response instanceof IssuedToken token) {
      return next(entry, used, token);
    }
    TokenFailure failed = (TokenFailure) response;
    if (isRefused(failed)) {
      return new ContinuationOutcome.Ended(used.authorization());
    }
    return isUnused(failed) && doubt == null
        ? ContinuationOutcome.Stays.WITHOUT_DOUBT
        : ContinuationOutcome.Stays.AS_IT_IS;
  }

  /** Tells whether a server refused the refresh token. */
  static boolean isRefused(TokenFailure failed) {
    return failed.error() == TokenError.INVALID_GRANT;
  }

  private static boolean isUnused(TokenFailure failed) {
    boolean refused = failed.status() >= 400 && failed.status() < 500;
    return !failed.mayHaveBeenSent()
        || refused
        || (failed.code().isPresent() && failed.status() < 500);
  }

  /** Returns what is to be kept after a token request: the one that came, or the one that stays. */
  private Continuation next(ProviderEntry entry, Found used, IssuedToken token) {
    OwnAuthorization own = Objects.requireNonNull(entry.authorization());
    Secret next = token.refreshToken().orElse(Objects.requireNonNull(used.token()));
    Duration lifetime = token.refreshTokenLifetime().orElse(null);
    return Continuation.builder(
            used.authorization(), vault.sealRefreshToken(entry.key(), own, next))
        .endsIn(lifetime)
        .dueIn(dueIn(entry, lifetime))
        .build();
  }

  /**
   * Returns what is to be kept of an authorization that somebody gave just now.
   *
   * @param number the authorization's
   * @param token with the refresh token that came
   */
  Continuation first(ProviderEntry entry, long number, IssuedToken token, String actor) {
    Found found = new Found(token.refreshToken().orElseThrow(), number, null);
    Continuation kept = next(entry, found, token);
    return Continuation.builder(number, kept.sealed())
        .endsIn(kept.endsIn())
        .dueIn(kept.dueIn())
        .authorizedBy(actor)
        .build();
  }

  /** Not all nodes and providers at once: from 70 to 85 % of the time that it may stay unused. */
  private @Nullable Duration dueIn(ProviderEntry entry, @Nullable Duration lifetime) {
    double share = DUE_FROM + (DUE_TO - DUE_FROM) * random.getAsDouble();
    Duration interval =
        entry.registration() == null
            ? AuthorizationOptions.STANDARD.keepAliveInterval()
            : entry.registration().authorization().keepAliveInterval();
    return Stream.ofNullable(lifetime)
        .map(life -> Duration.ofMillis((long) (life.toMillis() * share)))
        .reduce(interval.isZero() ? null : interval, RefreshTokens::sooner);
  }

  private static Duration sooner(@Nullable Duration a, Duration b) {
    return a == null || b.compareTo(a) < 0 ? b : a;
  }
}
