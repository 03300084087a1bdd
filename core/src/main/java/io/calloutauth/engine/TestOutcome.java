package io.calloutauth.engine;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.TestEndpointResult;
import org.jspecify.annotations.Nullable;

/**
 * What a test found, step by step.
 *
 * @param obstacle why there is no token, or null when there is one
 * @param grant what came with the token, or null when there is none
 * @param worksWith the client authentication that brings a token where the one that is set does
 *     not, or null when none is known to
 * @param endpoint what the test endpoint said, or null when it was not asked
 */
public record TestOutcome(
    @Nullable TokenOutcome obstacle,
    @Nullable ClientAuthentication worksWith,
    @Nullable GrantDetails grant,
    @Nullable TestEndpointResult endpoint) {

  static TestOutcome blocked(TokenOutcome obstacle) {
    return new TestOutcome(obstacle, null, null, null);
  }

  static TestOutcome passed(@Nullable GrantDetails grant, @Nullable TestEndpointResult endpoint) {
    return new TestOutcome(null, null, grant, endpoint);
  }
}
