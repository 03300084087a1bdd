package io.calloutauth.oauth;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token as an authorization server issued it. Immutable and thread-safe; {@link
 * #toString()} hides the token.
 */
public final class IssuedToken implements TokenResult {

  private final Secret accessToken;
  private final Duration lifetime;
  private final Scope scope;
  private final Set<TokenWarning> warnings;
  private final @Nullable Duration refreshIn;

  /**
   * Makes a token.
   *
   * @param accessToken 1 byte to 64 KiB of visible ASCII
   * @param lifetime counted from just before the request was sent; zero: not to be kept
   * @param scope the scope granted
   * @param warnings what was odd about the response
   * @param refreshIn when the server wants it renewed, or null when it does not say
   */
  public IssuedToken(
      Secret accessToken,
      Duration lifetime,
      Scope scope,
      Set<TokenWarning> warnings,
      @Nullable Duration refreshIn) {
    this.accessToken = Objects.requireNonNull(accessToken, "accessToken");
    this.lifetime = Objects.requireNonNull(lifetime, "lifetime");
    this.scope = Objects.requireNonNull(scope, "scope");
    this.warnings = Set.copyOf(warnings);
    this.refreshIn = refreshIn;
  }

  /** Returns the token. */
  public Secret accessToken() {
    return accessToken;
  }

  /**
   * Returns how long it lives, at most 24 hours, counted from just before the request was sent;
   * zero: not to be kept.
   */
  public Duration lifetime() {
    return lifetime;
  }

  /** Returns the scope granted: the one asked for when the response does not say. */
  public Scope scope() {
    return scope;
  }

  /** Returns what was odd about the response. */
  public Set<TokenWarning> warnings() {
    return warnings;
  }

  /**
   * Returns when the server wants it renewed, counted as the lifetime is; empty when it does not
   * say.
   */
  public Optional<Duration> refreshIn() {
    return Optional.ofNullable(refreshIn);
  }

  @Override
  public String toString() {
    return "IssuedToken[lifetime=" + lifetime + ", warnings=" + warnings + "]";
  }
}
