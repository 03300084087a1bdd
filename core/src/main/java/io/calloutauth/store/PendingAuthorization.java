package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;

/**
 * An authorization that was begun, and that a response may still complete: on any node, and once.
 * Immutable and thread-safe.
 *
 * @see AuthorizationStore
 */
public final class PendingAuthorization {

  private final ProviderKey provider;
  private final String state;
  private final long authorization;
  private final Sealed sealed;
  private final String session;
  private final String actor;
  private final Duration endsIn;

  private PendingAuthorization(Builder builder) {
    this.provider = builder.provider;
    this.state = builder.state;
    this.authorization = builder.authorization;
    this.sealed = builder.sealed;
    this.session = builder.session;
    this.actor = builder.actor;
    this.endsIn = builder.endsIn;
  }

  /**
   * Returns a builder of one that was begun by nobody who is known, in no session, for the
   * provider's first authorization.
   *
   * @param provider whose tokens are to come from it
   * @param state the digest that it is found by, of 64 characters at most, compared byte for byte;
   *     drawn by core, and never used again in its tenant
   * @param sealed what completes it, sealed
   * @param endsIn how long it may be completed, by the store's clock
   */
  public static Builder builder(
      ProviderKey provider, String state, Sealed sealed, Duration endsIn) {
    return new Builder(provider, state, sealed, endsIn);
  }

  /** Returns a builder that starts with this one. */
  public Builder toBuilder() {
    return new Builder(provider, state, sealed, endsIn)
        .authorization(authorization)
        .session(session)
        .actor(actor);
  }

  /** Returns whose tokens are to come from it. */
  public ProviderKey provider() {
    return provider;
  }

  /** Returns the digest that it is found by. */
  public String state() {
    return state;
  }

  /** Returns the number that the provider's authorization had when this one was begun. */
  public long authorization() {
    return authorization;
  }

  /** Returns what completes it, sealed. */
  public Sealed sealed() {
    return sealed;
  }

  /** Returns the digest of the session that it was begun in; empty when it is bound to none. */
  public String session() {
    return session;
  }

  /** Returns who began it; empty when nobody is known. */
  public String actor() {
    return actor;
  }

  /** Returns how long it may still be completed, by the store's clock; zero when it is over. */
  public Duration endsIn() {
    return endsIn;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PendingAuthorization that
        && provider.equals(that.provider)
        && state.equals(that.state)
        && authorization == that.authorization
        && sealed.equals(that.sealed)
        && session.equals(that.session)
        && actor.equals(that.actor)
        && endsIn.equals(that.endsIn);
  }

  @Override
  public int hashCode() {
    return Objects.hash(provider, state);
  }

  /** Returns whose it is, and nothing that it is found or completed by. */
  @Override
  public String toString() {
    return "PendingAuthorization[provider=" + provider + ", endsIn=" + endsIn + "]";
  }

  /** Builds a pending authorization. Not thread-safe. */
  public static final class Builder {

    private final ProviderKey provider;
    private final String state;
    private Sealed sealed;
    private Duration endsIn;
    private long authorization = 1;
    private String session = "";
    private String actor = "";

    private Builder(ProviderKey provider, String state, Sealed sealed, Duration endsIn) {
      this.provider = Objects.requireNonNull(provider, "provider");
      this.state = Objects.requireNonNull(state, "state");
      this.sealed = Objects.requireNonNull(sealed, "sealed");
      this.endsIn = Objects.requireNonNull(endsIn, "endsIn");
    }

    /** Sets the number that the provider's authorization has. */
    public Builder authorization(long number) {
      authorization = number;
      return this;
    }

    /** Sets what completes it, sealed. */
    public Builder sealed(Sealed value) {
      sealed = Objects.requireNonNull(value, "sealed");
      return this;
    }

    /** Sets the digest of the session that it is begun in; at most 64 characters. */
    public Builder session(String digest) {
      session = Objects.requireNonNull(digest, "session");
      return this;
    }

    /** Sets who begins it; at most 255 characters. */
    public Builder actor(String name) {
      actor = Objects.requireNonNull(name, "actor");
      return this;
    }

    /** Sets how long it may still be completed. */
    public Builder endsIn(Duration left) {
      endsIn = Objects.requireNonNull(left, "endsIn");
      return this;
    }

    /** Returns the pending authorization. */
    public PendingAuthorization build() {
      return new PendingAuthorization(this);
    }
  }
}
