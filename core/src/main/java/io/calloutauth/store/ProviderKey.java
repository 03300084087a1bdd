package io.calloutauth.store;

/**
 * Says which provider is meant: nothing reaches a provider by its id alone.
 *
 * @param tenant the tenant, compared byte for byte
 * @param id the provider's id, made by core and never used again
 */
public record ProviderKey(String tenant, String id) {}
