package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The shared state of one provider's token: what every node goes by. Immutable and thread-safe. */
public final class TokenRow {

  /** The form in which this version writes rows, and the highest that it reads. */
  public static final int FORMAT = 1;

  /** The row of a provider that never had a token. */
  public static final TokenRow EMPTY = builder().build();

  private final long fence;
  private final long owner;
  private final long leaseEpoch;
  private final Duration leaseFor;
  private final @Nullable StoredToken token;
  private final @Nullable StoredFailure failure;
  private final Duration pause;
  private final @Nullable Duration sinceRevoked;
  private final StoredAuthorization authorization;
  private final int format;

  private TokenRow(Builder builder) {
    this.fence = builder.fence;
    this.owner = builder.owner;
    this.leaseEpoch = builder.leaseEpoch;
    this.leaseFor = builder.leaseFor;
    this.token = builder.token;
    this.failure = builder.failure;
    this.pause = builder.pause;
    this.sinceRevoked = builder.sinceRevoked;
    this.authorization = builder.authorization;
    this.format = builder.format;
  }

  /** Returns a builder of the row of a provider that never had a token. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the fence: it grows with each lease and revocation, and a lease is taken against it.
   */
  public long fence() {
    return fence;
  }

  /**
   * Returns the owner, which is drawn at random whenever the fence grows; 0 before that. Two rows
   * of a provider with the same fence are the same only if their owners are: a store that lost its
   * last commits gives out a fence twice.
   */
  public long owner() {
    return owner;
  }

  /** Returns the token epoch that the last lease was taken for; 0 before the first. */
  public long leaseEpoch() {
    return leaseEpoch;
  }

  /**
   * Returns how long the current lease still runs, by the store's clock; zero when nobody holds it.
   */
  public Duration leaseFor() {
    return leaseFor;
  }

  /** Returns the token, or null when there is none. */
  public @Nullable StoredToken token() {
    return token;
  }

  /** Returns the last token request's failure, or null when it succeeded or there was none. */
  public @Nullable StoredFailure failure() {
    return failure;
  }

  /**
   * Returns how long to wait before the next token request, by the store's clock; zero when it may
   * start.
   */
  public Duration pause() {
    return pause;
  }

  /**
   * Returns how long ago the token was revoked, or null when no revocation came after the last
   * token.
   */
  public @Nullable Duration sinceRevoked() {
    return sinceRevoked;
  }

  /** Returns what is known of the authorization that the tokens come from. */
  public StoredAuthorization authorization() {
    return authorization;
  }

  /** Returns the form in which the row was written last, as core numbers it; 0 before that. */
  public int format() {
    return format;
  }

  /** Returns whether a later version wrote it, in a form that this one must not use. */
  public boolean isNewer() {
    return format > FORMAT;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenRow that
        && fence == that.fence
        && owner == that.owner
        && leaseEpoch == that.leaseEpoch
        && leaseFor.equals(that.leaseFor)
        && Objects.equals(token, that.token)
        && Objects.equals(failure, that.failure)
        && pause.equals(that.pause)
        && Objects.equals(sinceRevoked, that.sinceRevoked)
        && authorization.equals(that.authorization)
        && format == that.format;
  }

  @Override
  public int hashCode() {
    return Objects.hash(fence, leaseEpoch, token);
  }

  /** Returns the fence, and nothing of the token. */
  @Override
  public String toString() {
    return "TokenRow[fence=" + fence + ", leaseEpoch=" + leaseEpoch + "]";
  }

  /** Builds a row. Not thread-safe. */
  public static final class Builder {

    private long fence;
    private long owner;
    private long leaseEpoch;
    private Duration leaseFor = Duration.ZERO;
    private @Nullable StoredToken token;
    private @Nullable StoredFailure failure;
    private Duration pause = Duration.ZERO;
    private @Nullable Duration sinceRevoked;
    private StoredAuthorization authorization = StoredAuthorization.NONE;
    private int format;

    private Builder() {}

    /** Sets the fence. */
    public Builder fence(long number) {
      fence = number;
      return this;
    }

    /** Sets the owner. */
    public Builder owner(long drawn) {
      owner = drawn;
      return this;
    }

    /** Sets the token epoch that the last lease was taken for, and how long it still runs. */
    public Builder lease(long epoch, Duration left) {
      leaseEpoch = epoch;
      leaseFor = left;
      return this;
    }

    /** Sets the token; null for none. */
    public Builder token(@Nullable StoredToken stored) {
      token = stored;
      return this;
    }

    /** Sets the last token request's failure; null for none. */
    public Builder failure(@Nullable StoredFailure stored) {
      failure = stored;
      return this;
    }

    /** Sets how long to wait before the next token request. */
    public Builder pause(Duration left) {
      pause = left;
      return this;
    }

    /** Sets how long ago the token was revoked; null for not. */
    public Builder sinceRevoked(@Nullable Duration age) {
      sinceRevoked = age;
      return this;
    }

    /** Sets what is known of the authorization. */
    public Builder authorization(StoredAuthorization stored) {
      authorization = Objects.requireNonNull(stored, "authorization");
      return this;
    }

    /** Sets the form in which the row was written. */
    public Builder format(int number) {
      format = number;
      return this;
    }

    /** Returns the row. */
    public TokenRow build() {
      return new TokenRow(this);
    }
  }
}
