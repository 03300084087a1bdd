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
  private final Duration duration;

  private LeaseRequest(long epoch, long readFence, Duration duration) {
    this.epoch = epoch;
    this.readFence = readFence;
    this.duration = Objects.requireNonNull(duration, "duration");
  }

  /**
   * Returns a request for a lease that nobody else holds.
   *
   * @param epoch the provider's token epoch as the node knows it
   * @param readFence the row's fence as the node read it
   * @param duration how long the lease is to run; longer than the token request may take
   */
  public static LeaseRequest of(long epoch, long readFence, Duration duration) {
    return new LeaseRequest(epoch, readFence, duration);
  }

  /** Returns the provider's token epoch as the node knows it. */
  public long epoch() {
    return epoch;
  }

  /** Returns the row's fence as the node read it. */
  public long readFence() {
    return readFence;
  }

  /** Returns how long the lease is to run. */
  public Duration duration() {
    return duration;
  }

  /** Returns the epoch and the fence. */
  @Override
  public String toString() {
    return "LeaseRequest[epoch=" + epoch + ", readFence=" + readFence + "]";
  }
}
