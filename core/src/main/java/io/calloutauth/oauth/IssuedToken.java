package io.calloutauth.oauth;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token as an authorization server issued it. Immutable and thread-safe; {@link
 * #toString()} hides the tokens.
 */
public final class IssuedToken implements TokenResult {

  /** No token is taken to live longer, whatever a response, a row or a setting says. */
  public static final Duration LONGEST_LIFETIME = Duration.ofHours(24);

  private final Secret accessToken;
  private final Duration lifetime;
  private final Scope scope;
  private final Set<TokenWarning> warnings;
  private final @Nullable Duration refreshIn;
  private final @Nullable Secret refreshToken;
  private final @Nullable Duration refreshTokenLifetime;
  private final @Nullable String credential;

  private IssuedToken(Builder builder) {
    this.accessToken = builder.accessToken;
    this.lifetime = builder.lifetime;
    this.scope = builder.scope;
    this.warnings = builder.warnings;
    this.refreshIn = builder.refreshIn;
    this.refreshToken = builder.refreshToken;
    this.refreshTokenLifetime = builder.refreshTokenLifetime;
    this.credential = builder.credential;
  }

  /**
   * Returns a builder for a token.
   *
   * @param accessToken 1 byte to 64 KiB of visible ASCII
   * @param lifetime counted from just before the request was sent; zero: not to be kept
   */
  public static Builder builder(Secret accessToken, Duration lifetime) {
    return new Builder(accessToken, lifetime);
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

  /**
   * Returns the refresh token that replaces the one that was used (RFC 6749 section 6); empty when
   * the old one stays, and where the grant owns none.
   */
  public Optional<Secret> refreshToken() {
    return Optional.ofNullable(refreshToken);
  }

  /**
   * Returns how long the refresh token lives, the new one or the one that stays, counted as the
   * lifetime is; empty when the server does not say.
   */
  public Optional<Duration> refreshTokenLifetime() {
    return Optional.ofNullable(refreshTokenLifetime);
  }

  /** Returns the name of the credential that the server accepted; empty when none is known. */
  public Optional<String> credential() {
    return Optional.ofNullable(credential);
  }

  @Override
  public boolean mayHaveBeenSent() {
    return true;
  }

  @Override
  public String toString() {
    return "IssuedToken[lifetime=" + lifetime + ", warnings=" + warnings + "]";
  }

  /** Makes tokens. Not thread-safe. */
  public static final class Builder {

    private final Secret accessToken;
    private final Duration lifetime;
    private Scope scope = Scope.EMPTY;
    private Set<TokenWarning> warnings = Set.of();
    private @Nullable Duration refreshIn;
    private @Nullable Secret refreshToken;
    private @Nullable Duration refreshTokenLifetime;
    private @Nullable String credential;

    private Builder(Secret accessToken, Duration lifetime) {
      this.accessToken = Objects.requireNonNull(accessToken, "accessToken");
      this.lifetime = Objects.requireNonNull(lifetime, "lifetime");
    }

    /** Sets the scope granted; none by default. */
    public Builder scope(Scope scope) {
      this.scope = Objects.requireNonNull(scope, "scope");
      return this;
    }

    /** Sets what was odd about the response; nothing by default. */
    public Builder warnings(Set<TokenWarning> warnings) {
      this.warnings = Set.copyOf(warnings);
      return this;
    }

    /** Sets when the server wants it renewed, or null when it does not say. */
    public Builder refreshIn(@Nullable Duration refreshIn) {
      this.refreshIn = refreshIn;
      return this;
    }

    /** Sets the new refresh token, or null when the old one stays. */
    public Builder refreshToken(@Nullable Secret refreshToken) {
      this.refreshToken = refreshToken;
      return this;
    }

    /** Sets how long the refresh token lives, or null when the server does not say. */
    public Builder refreshTokenLifetime(@Nullable Duration lifetime) {
      this.refreshTokenLifetime = lifetime;
      return this;
    }

    /** Sets the name of the credential that the server accepted. */
    public Builder credential(@Nullable String credential) {
      this.credential = credential;
      return this;
    }

    /** Returns the token. */
    public IssuedToken build() {
      return new IssuedToken(this);
    }

    @Override
    public String toString() {
      return "IssuedToken.Builder[" + lifetime + "]";
    }
  }
}
