package io.calloutauth.engine;

import io.calloutauth.client.TestEndpointResult;
import org.jspecify.annotations.Nullable;

/**
 * What a test found, step by step.
 *
 * @param obstacle why there is no token, or null when there is one
 * @param grant what came with the token, or null when there is none
 * @param endpoint what the test endpoint said, or null when it was not asked
 */
public record Tested(
    @Nullable TokenOutcome obstacle,
    @Nullable Grant grant,
    @Nullable TestEndpointResult endpoint) {}
