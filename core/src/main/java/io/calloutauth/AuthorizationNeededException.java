package io.calloutauth;

import io.calloutauth.engine.TokenOutcome.AuthorizationNeeded;
import io.calloutauth.provider.ProviderId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a provider has no token and none is to be had before somebody gives its authorization
 * anew: the server refused the refresh token ({@code invalid_grant}, RFC 6749 section 5.2), or it
 * may have been used up and nobody knows. No token request starts by itself any more. What helps is
 * a new refresh token in the provider's settings, or another consent where the grant asks for one.
 */
public final class AuthorizationNeededException extends CalloutAuthException {

  private final ProviderId id;
  private final @Nullable Instant since;
  private final boolean inDoubt;

  AuthorizationNeededException(NamedProvider provider, AuthorizationNeeded needed) {
    super(message(provider, needed), Retry.NEVER);
    this.id = provider.id();
    this.since = needed.since();
    this.inDoubt = needed.inDoubt();
  }

  private static String message(NamedProvider provider, AuthorizationNeeded needed) {
    String when = needed.since() == null ? "" : " since " + needed.since();
    String remedy = remedy(needed.remedy());
    return needed.inDoubt()
        ? "The authorization of the provider "
            + provider
            + " is in doubt"
            + when
            + ": its refresh token may have been used up; "
            + remedy
        : "The provider " + provider + " has no authorization" + when + ": " + remedy;
  }

  private static String remedy(AuthorizationNeeded.Remedy remedy) {
    return switch (remedy) {
      case AUTHORIZE -> "nobody gave one yet; authorize it";
      case AUTHORIZE_AGAIN -> "authorize again";
      case ENTER_REFRESH_TOKEN -> "enter a new refresh token";
    };
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns since when it is so; empty when that is not known. */
  public Optional<Instant> since() {
    return Optional.ofNullable(since);
  }

  /**
   * Returns whether the refresh token may have been used up by a token request of which nothing is
   * known; false when the server refused it, when the authorization was ended, or when there never
   * was one.
   */
  public boolean inDoubt() {
    return inDoubt;
  }
}
