package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;

/**
 * What a node asks for when it wants to do a token request. Immutable and thread-safe.
 *
 * @see TokenStore#lease
 */
public final class LeaseRequest {

  private final long epoch;
  private final long readFence;
  private final long readOwner;
  private final Duration duration;
  private final long doubtAbout;
  private final boolean takesOver;

  private LeaseRequest(Builder builder) {
    this.epoch = builder.epoch;
    this.readFence = builder.read.fence();
    this.readOwner = builder.read.owner();
    this.duration = builder.duration;
    this.doubtAbout = builder.doubtAbout;
    this.takesOver = builder.takesOver;
  }

  /** Returns a request for a lease that nobody else holds, and that marks no doubt. */
  public static LeaseRequest of(long epoch, TokenRow read, Duration duration) {
    return builder(epoch, read, duration).build();
  }

  /**
   * Returns a builder of a request for a lease that nobody else holds, and that marks no doubt.
   *
   * @param epoch the provider's token epoch as the node knows it
   * @param read the token row as the node read it
   * @param duration how long the lease is to run; longer than the token request may take
   */
  public static Builder builder(long epoch, TokenRow read, Duration duration) {
    return new Builder(epoch, read, duration);
  }

  /** Returns the provider's token epoch as the node knows it. */
  public long epoch() {
    return epoch;
  }

  /** Returns the row's fence as the node read it. */
  public long readFence() {
    return readFence;
  }

  /** Returns the row's owner as the node read it. */
  public long readOwner() {
    return readOwner;
  }

  /** Returns how long the lease is to run. */
  public Duration duration() {
    return duration;
  }

  /**
   * Returns the number of the authorization whose continuation is to be in doubt as soon as the
   * lease is taken; 0 for none.
   */
  public long doubtAbout() {
    return doubtAbout;
  }

  /** Returns whether the lease is to be had although somebody else holds it. */
  public boolean takesOver() {
    return takesOver;
  }

  /** Returns the epoch and the fence. */
  @Override
  public String toString() {
    return "LeaseRequest[epoch=" + epoch + ", readFence=" + readFence + "]";
  }

  /** Builds a request. Not thread-safe. */
  public static final class Builder {

    private final long epoch;
    private final TokenRow read;
    private final Duration duration;
    private long doubtAbout;
    private boolean takesOver;

    private Builder(long epoch, TokenRow read, Duration duration) {
      this.epoch = epoch;
      this.read = Objects.requireNonNull(read, "read");
      this.duration = Objects.requireNonNull(duration, "duration");
    }

    /**
     * Marks an authorization's continuation as in doubt, in the same step as the lease is taken:
     * whatever becomes of its holder then, nobody takes what was sent for unused.
     *
     * @param authorization its number
     */
    public Builder marksDoubt(long authorization) {
      doubtAbout = authorization;
      return this;
    }

    /** Takes the lease from whoever holds it: what that token request brings is nobody's. */
    public Builder takesOver() {
      takesOver = true;
      return this;
    }

    /** Returns the request. */
    public LeaseRequest build() {
      return new LeaseRequest(this);
    }
  }
}
