package io.calloutauth.store;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a node asks for when it revokes a provider's token. Immutable and thread-safe.
 *
 * @see TokenStore#revoke
 */
public final class RevokeRequest {

  private final long readFence;
  private final long readOwner;
  private final long authorization;
  private final List<PendingRevocation> pending;
  private final Duration due;
  private final int limit;

  private RevokeRequest(Builder builder) {
    this.readFence = builder.read.fence();
    this.readOwner = builder.read.owner();
    this.authorization = builder.authorization;
    this.pending = List.copyOf(builder.pending);
    this.due = builder.due;
    this.limit = builder.limit;
  }

  /** Returns a request where no authorization ends and no server has to be told. */
  public static RevokeRequest of(TokenRow read) {
    return builder(read).build();
  }

  /**
   * Returns a builder.
   *
   * @param read the token row as it was read
   */
  public static Builder builder(TokenRow read) {
    return new Builder(read);
  }

  /** Returns the token row's fence as it was read. */
  public long readFence() {
    return readFence;
  }

  /** Returns the token row's owner as it was read. */
  public long readOwner() {
    return readOwner;
  }

  /** Returns the number of the authorization that ends with it; 0 for none. */
  public long authorization() {
    return authorization;
  }

  /** Returns what a server is to be told, not claimed yet. */
  public List<PendingRevocation> pending() {
    return pending;
  }

  /** Returns how long nobody is to claim it. */
  public Duration due() {
    return due;
  }

  /**
   * Returns how many pending revocations the provider may have; those that are kept at the same
   * moment may pass it by their number.
   */
  public int limit() {
    return limit;
  }

  /** Returns the fence and the number, and nothing of the tokens. */
  @Override
  public String toString() {
    return "RevokeRequest[readFence=" + readFence + ", authorization=" + authorization + "]";
  }

  /** Builds a request. Not thread-safe. */
  public static final class Builder {

    private final TokenRow read;
    private long authorization;
    private List<PendingRevocation> pending = List.of();
    private Duration due = Duration.ZERO;
    private int limit;

    private Builder(TokenRow read) {
      this.read = Objects.requireNonNull(read, "read");
    }

    /** Sets the number of the authorization that ends with it. */
    public Builder ending(long number) {
      authorization = number;
      return this;
    }

    /** Sets what a server is to be told, and how many such the provider may have. */
    public Builder telling(List<PendingRevocation> revocations, int most) {
      pending = Objects.requireNonNull(revocations, "pending");
      limit = most;
      return this;
    }

    /** Sets how long nobody is to claim what is to be told. */
    public Builder due(Duration wait) {
      due = Objects.requireNonNull(wait, "due");
      return this;
    }

    /** Returns the request; copies the list. */
    public RevokeRequest build() {
      return new RevokeRequest(this);
    }
  }
}
