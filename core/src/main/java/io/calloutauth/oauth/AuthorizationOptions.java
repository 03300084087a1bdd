package io.calloutauth.oauth;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the refresh token of an authorization is used (RFC 6749 section 6): when it may be sent once
 * more, and when it is used although nobody asks for a token. Immutable and thread-safe.
 */
public final class AuthorizationOptions {

  /** A refresh token that is used once, and only when somebody asks for a token. */
  public static final AuthorizationOptions STANDARD = builder().build();

  private final @Nullable Duration reuseInterval;
  private final @Nullable Duration keepAliveInterval;

  private AuthorizationOptions(Builder builder) {
    this.reuseInterval = builder.reuseInterval;
    this.keepAliveInterval = builder.keepAliveInterval;
  }

  /** Returns a builder that starts with {@link #STANDARD}. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns for how long the server takes a refresh token once more that was used; zero when it
   * does not.
   */
  public Duration reuseInterval() {
    return reuseInterval == null ? Duration.ZERO : reuseInterval;
  }

  /**
   * Returns how long a refresh token may stay unused before it is used to keep the authorization;
   * zero when only the end that the server told counts.
   */
  public Duration keepAliveInterval() {
    return keepAliveInterval == null ? Duration.ZERO : keepAliveInterval;
  }

  @Override
  public String toString() {
    return "AuthorizationOptions[" + reuseInterval() + ", " + keepAliveInterval() + "]";
  }

  /** Makes options. Not thread-safe. */
  public static final class Builder {

    private @Nullable Duration reuseInterval;
    private @Nullable Duration keepAliveInterval;

    private Builder() {}

    /**
     * Sets for how long the server takes a used refresh token once more; it does not unless set.
     */
    public Builder reuseInterval(Duration interval) {
      reuseInterval = Objects.requireNonNull(interval, "interval");
      return this;
    }

    /** Sets how long a refresh token may stay unused; not bounded unless set. */
    public Builder keepAliveInterval(Duration interval) {
      keepAliveInterval = Objects.requireNonNull(interval, "interval");
      return this;
    }

    /** Returns the options. */
    public AuthorizationOptions build() {
      return new AuthorizationOptions(this);
    }
  }
}
