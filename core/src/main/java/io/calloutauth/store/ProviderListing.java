package io.calloutauth.store;

/**
 * A provider with what a list shows beside it, all from one read.
 *
 * @param provider the provider
 * @param bindings how many notifications are bound to it
 * @param token its token row
 */
public record ProviderListing(ProviderRow provider, long bindings, TokenRow token) {}
