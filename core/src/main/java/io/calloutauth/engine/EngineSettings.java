package io.calloutauth.engine;

import java.time.Duration;

/**
 * What a host may set of the engine.
 *
 * @param requestDeadline how long a token request may take, waiting for a place included
 * @param tokensHeld how many providers' tokens are held in memory at most
 */
public record EngineSettings(Duration requestDeadline, int tokensHeld) {}
