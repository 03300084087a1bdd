package io.calloutauth.store;

import java.util.Objects;

/** A provider with what a list shows beside it, all from one read. Immutable and thread-safe. */
public final class ProviderListing {

  private final ProviderRow provider;
  private final long bindings;
  private final TokenRow token;

  private ProviderListing(ProviderRow provider, long bindings, TokenRow token) {
    this.provider = Objects.requireNonNull(provider, "provider");
    this.bindings = bindings;
    this.token = Objects.requireNonNull(token, "token");
  }

  /**
   * Returns a provider as a list shows it.
   *
   * @param bindings how many notifications are bound to it
   * @param token its token row
   */
  public static ProviderListing of(ProviderRow provider, long bindings, TokenRow token) {
    return new ProviderListing(provider, bindings, token);
  }

  /** Returns the provider. */
  public ProviderRow provider() {
    return provider;
  }

  /** Returns how many notifications are bound to it. */
  public long bindings() {
    return bindings;
  }

  /** Returns its token row. */
  public TokenRow token() {
    return token;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProviderListing that
        && provider.equals(that.provider)
        && bindings == that.bindings
        && token.equals(that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(provider, bindings);
  }

  /** Returns which provider it is. */
  @Override
  public String toString() {
    return "ProviderListing[provider=" + provider.key() + ", bindings=" + bindings + "]";
  }
}
