package io.calloutauth.client;

/** What came of one exchange: an {@link IssuedToken} or a {@link TokenFailure}. */
public sealed interface TokenResult permits IssuedToken, TokenFailure {}
