package io.calloutauth.store;

import java.time.Duration;

/**
 * The last token request's failure as it is kept in its provider's row.
 *
 * @param epoch the token epoch of that token request
 * @param failure what failed, in the form that core reads back; a store keeps it without looking
 *     inside. Never a server's own words
 * @param attempts how many token requests failed in a row, as core counts
 * @param since how long ago the first of them failed, by the store's clock; never negative
 */
public record StoredFailure(long epoch, String failure, int attempts, Duration since) {}
