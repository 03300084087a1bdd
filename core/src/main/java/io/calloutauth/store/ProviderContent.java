package io.calloutauth.store;

import java.util.Map;

/**
 * What core writes about a provider.
 *
 * @param name the name and its key
 * @param disabled whether the provider's use is stopped
 * @param settings the settings in the form that core reads back; a store keeps them without looking
 *     inside
 * @param secrets the sealed values by name
 */
public record ProviderContent(
    ProviderName name,
    boolean disabled,
    Map<String, String> settings,
    Map<String, Sealed> secrets) {

  /** Copies both maps. */
  public ProviderContent {
    settings = Map.copyOf(settings);
    secrets = Map.copyOf(secrets);
  }
}
