package io.calloutauth.micrometer;

import io.calloutauth.CalloutAuthListener.TokenRequestObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;

/**
 * Observer that makes an observation {@code callout.auth.token.request} of each token request: a
 * span where a tracer's handler is registered. Its low-cardinality keys are {@code grant_type} and
 * {@code outcome} ({@code issued}, or an error's name in lower case), its high-cardinality key is
 * {@code provider}: an id, or {@code none} for settings that are not stored. It is the current
 * observation of the thread while the request lasts. Thread-safe; blocks as the registry's handlers
 * do.
 */
public final class TokenRequestObservations implements TokenRequestObserver {

  private static final String NAME = "callout.auth.token.request";

  private final ObservationRegistry registry;

  /** Makes an observer, to be given to the builder. */
  public TokenRequestObservations(ObservationRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
  }

  @Override
  public OpenRequest opened(Request request) {
    String provider = request.providerId().isEmpty() ? "none" : request.providerId();
    Observation observation =
        Observation.createNotStarted(NAME, registry)
            .lowCardinalityKeyValue("grant_type", request.grantType())
            .highCardinalityKeyValue("provider", provider)
            .start();
    Observation.Scope scope = observation.openScope();
    return outcome -> {
      scope.close();
      observation.lowCardinalityKeyValue("outcome", outcome).stop();
    };
  }
}
