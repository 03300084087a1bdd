package io.calloutauth;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** Makes a token's statuses, for tests of a host's pages. */
@NullMarked
public final class SampleStatuses {

  private SampleStatuses() {}

  /** Returns that no token was asked for yet. */
  public static TokenStatus none() {
    return new TokenStatus.Builder(TokenState.NONE).build();
  }

  /** Returns a usable token. */
  public static TokenStatus active(Instant since, Instant expiresAt, String scope) {
    return granted(TokenState.ACTIVE, since, expiresAt, scope).build();
  }

  /** Returns a token that is over. */
  public static TokenStatus expired(Instant since, Instant expiresAt) {
    return granted(TokenState.EXPIRED, since, expiresAt, "").build();
  }

  /** Returns a token that was revoked. */
  public static TokenStatus revoked(Instant since) {
    return new TokenStatus.Builder(TokenState.REVOKED).since(since).build();
  }

  /** Returns that the authorization server does not know the client. */
  public static TokenStatus failing(Instant since, Instant nextAttemptAt) {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.PERMANENT, TokenError.INVALID_CLIENT)
            .status(401)
            .code("invalid_client")
            .build();
    return new TokenStatus.Builder(TokenState.FAILING)
        .since(since)
        .nextAttemptAt(nextAttemptAt)
        .failure(failure)
        .build();
  }

  /** Returns that the authorization is over, so that somebody has to authorize again. */
  public static TokenStatus authorizationNeeded(Instant since) {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.PERMANENT, TokenError.AUTHORIZATION_OVER).build();
    return new TokenStatus.Builder(TokenState.AUTHORIZATION_NEEDED)
        .since(since)
        .failure(failure)
        .build();
  }

  /** Returns that the provider is disabled. */
  public static TokenStatus disabled() {
    return new TokenStatus.Builder(TokenState.DISABLED).build();
  }

  private static TokenStatus.Builder granted(
      TokenState state, Instant since, Instant expiresAt, String scope) {
    return new TokenStatus.Builder(state)
        .since(since)
        .expiresAt(expiresAt)
        .granted(Scope.parse(scope), Set.of());
  }
}
