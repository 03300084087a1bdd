package io.calloutauth.store;

/**
 * The right to write one provider's token row, for one exchange.
 *
 * @param epoch the token epoch it was taken for
 * @param fence the row's fence since it was taken; a higher one means that it is lost
 */
public record Lease(long epoch, long fence) {}
