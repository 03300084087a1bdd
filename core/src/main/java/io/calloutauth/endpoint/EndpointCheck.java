package io.calloutauth.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * What a policy says about a URL: exactly one of the two is there.
 *
 * @param endpoint the endpoint that was read, or null when it is refused
 * @param refusal why it is refused, or null when it is not
 */
public record EndpointCheck(@Nullable Endpoint endpoint, @Nullable EndpointRefusal refusal) {

  /** Returns the verdict on an endpoint that may be used as far as its text tells. */
  static EndpointCheck allowed(Endpoint endpoint) {
    return new EndpointCheck(endpoint, null);
  }

  /** Returns the verdict on a URL that may not be used. */
  static EndpointCheck refused(EndpointRefusal refusal) {
    return new EndpointCheck(null, refusal);
  }
}
