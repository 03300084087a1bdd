package io.calloutauth;

import io.calloutauth.provider.Provider;

/**
 * A provider as a list shows it.
 *
 * @param provider the provider
 * @param token what is known of its token
 * @param bindings how many notifications are bound to it
 */
public record ProviderSummary(Provider provider, TokenStatus token, long bindings) {}
