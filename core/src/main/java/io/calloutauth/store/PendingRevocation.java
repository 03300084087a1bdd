package io.calloutauth.store;

import java.time.Duration;

/**
 * A revocation that the server was not told yet.
 *
 * @param provider whose token it is
 * @param id told apart by, made by core
 * @param token the sealed token, which nothing but its revocation may use
 * @param endsIn how long the token still lives, by the store's clock; zero when it is over
 * @param claims how often it was claimed: what a claim is known by
 */
public record PendingRevocation(
    ProviderKey provider, String id, Sealed token, Duration endsIn, int claims) {}
