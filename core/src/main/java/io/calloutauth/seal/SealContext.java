package io.calloutauth.seal;

import org.jspecify.annotations.Nullable;

/**
 * What a sealed value belongs to: it opens only there.
 *
 * @param tenant the tenant
 * @param providerId the provider
 * @param name which of the provider's values it is, by name
 * @param destinations a digest of where the value may be sent, for secrets with when it was set,
 *     for tokens with their epoch, or null when that does not bind it
 */
public record SealContext(
    String tenant, String providerId, String name, @Nullable String destinations) {}
