package io.calloutauth.oauth;

/** What came of one token request: an {@link IssuedToken} or a {@link TokenFailure}. */
public sealed interface TokenResult permits IssuedToken, TokenFailure {}
