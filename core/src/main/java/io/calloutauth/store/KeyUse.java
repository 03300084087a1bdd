package io.calloutauth.store;

/**
 * How much of what is stored one key sealed.
 *
 * @param keyId the key's id
 * @param secrets how many secrets of providers
 * @param authorizations how many continuations and pending authorizations that are not over; a
 *     continuation with a lower number than {@link ProviderRow#authorization()} is
 * @param tokens how many tokens, those included whose revocation is pending, that are not over: one
 *     that is over is needed by nobody
 */
public record KeyUse(String keyId, long secrets, long authorizations, long tokens) {}
