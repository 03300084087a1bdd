package io.calloutauth.engine;

import java.time.Duration;

/**
 * What a host may set of the engine.
 *
 * @param exchangeDeadline how long an exchange may take, waiting for a place included
 * @param tokensHeld how many providers' tokens are held in memory at most
 */
public record EngineSettings(Duration exchangeDeadline, int tokensHeld) {}
