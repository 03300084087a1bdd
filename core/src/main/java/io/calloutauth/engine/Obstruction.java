package io.calloutauth.engine;

import io.calloutauth.client.TokenFailure;
import java.time.Duration;

/**
 * Why this node alone makes no exchanges for a provider: it may not, or it cannot open the secret.
 *
 * @param failure why
 * @param pause how long no exchange is tried by itself
 */
public record Obstruction(TokenFailure failure, Duration pause) {}
