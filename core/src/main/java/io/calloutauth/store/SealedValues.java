package io.calloutauth.store;

import java.util.Map;
import java.util.Objects;

/** What one key sealed of a provider, and the provider. Immutable and thread-safe. */
public final class SealedValues {

  private final ProviderRow provider;
  private final Map<SealedPlace, Sealed> values;

  private SealedValues(ProviderRow provider, Map<SealedPlace, Sealed> values) {
    this.provider = Objects.requireNonNull(provider, "provider");
    this.values = Map.copyOf(values);
  }

  /**
   * Returns what one key sealed; copies the map.
   *
   * @param provider the provider, whole
   * @param values the sealed values by where they are kept
   */
  public static SealedValues of(ProviderRow provider, Map<SealedPlace, Sealed> values) {
    return new SealedValues(provider, values);
  }

  /** Returns the provider, whole. */
  public ProviderRow provider() {
    return provider;
  }

  /** Returns the values that the key sealed, by where they are kept. */
  public Map<SealedPlace, Sealed> values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedValues that
        && provider.equals(that.provider)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(provider, values);
  }

  /** Returns whose they are and how many, and nothing of the values. */
  @Override
  public String toString() {
    return "SealedValues[provider=" + provider.key() + ", values=" + values.size() + "]";
  }
}
