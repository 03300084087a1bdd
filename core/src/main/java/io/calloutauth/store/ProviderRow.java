package io.calloutauth.store;

import java.time.Instant;

/**
 * A provider as it is stored.
 *
 * @param key the tenant and id
 * @param version starts at 1 and grows by 1 with each update
 * @param epoch the token epoch: a token of a lower epoch is not this provider's any more
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
