package io.calloutauth.engine;

import io.calloutauth.oauth.TokenFailure;
import java.time.Duration;

/**
 * Why this node alone makes no token requests for a provider: it may not, or it cannot open the
 * secret.
 *
 * @param failure why
 * @param pause how long no token request is tried by itself
 */
public record LocalFailure(TokenFailure failure, Duration pause) {}
