package io.calloutauth.store;

/**
 * How much of what is stored one key sealed.
 *
 * @param keyId the key's id
 * @param secrets how many secrets of providers
 * @param tokens how many tokens, those included whose revocation is pending, that are not over: one
 *     that is over is needed by nobody
 */
public record KeyUse(String keyId, long secrets, long tokens) {}
