package io.calloutauth.store;

import java.time.Instant;

/**
 * A provider as it is stored.
 *
 * @param key the tenant and id
 * @param version starts at 1; with each update it is one higher, or the milliseconds of the store's
 *     clock, whichever is more: a store that lost its last commits gives none out twice
 * @param epoch the token epoch, numbered like the version: a token of another epoch is not this
 *     provider's any more
 * @param content what core wrote last
 * @param createdAt when it was made, by the store's clock; for display only
 * @param updatedAt when it was last written, by the store's clock; for display only
 */
public record ProviderRow(
    ProviderKey key,
    long version,
    long epoch,
    ProviderContent content,
    Instant createdAt,
    Instant updatedAt) {}
