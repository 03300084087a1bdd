package io.calloutauth.store;

/**
 * The right to do a piece of work for a provider, for as long as it runs.
 *
 * @param provider whose work it is
 * @param name which work
 * @param owner drawn at random when it was taken: no two claims have the same
 * @see ClaimStore
 */
public record Claim(ProviderKey provider, String name, long owner) {}
