package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;

/** A revocation that the server was not told yet. Immutable and thread-safe. */
public final class PendingRevocation {

  private final ProviderKey provider;
  private final String id;
  private final Sealed token;
  private final Duration endsIn;
  private final String name;
  private final int claims;

  private PendingRevocation(
      ProviderKey provider, String id, Sealed token, Duration endsIn, String name, int claims) {
    this.provider = Objects.requireNonNull(provider, "provider");
    this.id = Objects.requireNonNull(id, "id");
    this.token = Objects.requireNonNull(token, "token");
    this.endsIn = Objects.requireNonNull(endsIn, "endsIn");
    this.name = Objects.requireNonNull(name, "name");
    this.claims = claims;
  }

  /**
   * Returns a revocation that nobody claimed yet.
   *
   * @param provider whose token it is
   * @param id told apart by, made by core
   * @param token the sealed token, which nothing but its revocation may use
   * @param endsIn how long the token still lives, by the store's clock
   */
  public static PendingRevocation of(
      ProviderKey provider, String id, Sealed token, Duration endsIn) {
    return new PendingRevocation(provider, id, token, endsIn, "", 0);
  }

  /** Returns the same with the name that core sealed the token under; at most 128 characters. */
  public PendingRevocation named(String sealedAs) {
    return new PendingRevocation(provider, id, token, endsIn, sealedAs, claims);
  }

  /**
   * Returns the same as it is kept later.
   *
   * @param left how long the token still lives, by the store's clock
   * @param count how often it was claimed
   */
  public PendingRevocation claimed(Duration left, int count) {
    return new PendingRevocation(provider, id, token, left, name, count);
  }

  /** Returns whose token it is. */
  public ProviderKey provider() {
    return provider;
  }

  /** Returns what it is told apart by, made by core. */
  public String id() {
    return id;
  }

  /** Returns the sealed token, which nothing but its revocation may use. */
  public Sealed token() {
    return token;
  }

  /** Returns how long the token still lives, by the store's clock; zero when it is over. */
  public Duration endsIn() {
    return endsIn;
  }

  /** Returns the name that core sealed the token under; empty when it gave none. */
  public String name() {
    return name;
  }

  /** Returns how often it was claimed: what a claim is known by. */
  public int claims() {
    return claims;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PendingRevocation that
        && provider.equals(that.provider)
        && id.equals(that.id)
        && token.equals(that.token)
        && endsIn.equals(that.endsIn)
        && name.equals(that.name)
        && claims == that.claims;
  }

  @Override
  public int hashCode() {
    return Objects.hash(provider, id, claims);
  }

  /** Returns which one it is, and nothing of the token. */
  @Override
  public String toString() {
    return "PendingRevocation[provider=" + provider + ", id=" + id + ", claims=" + claims + "]";
  }
}
