package io.calloutauth.adapter;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives each callout a token that is refused, and then one that is not. */
final class Alternating implements CalloutAuthenticator {

  private static final CalloutCredentials REFUSED =
      headers -> headers.accept("Authorization", "Bearer refused");
  private static final CalloutCredentials TAKEN =
      headers -> headers.accept("Authorization", "Bearer taken");

  @Override
  public CalloutCredentials authenticate(String notificationId, String method, URI target) {
    return REFUSED;
  }

  @Override
  public CalloutCredentials authenticate(
      String notificationId, String method, URI target, Duration maxWait) {
    return REFUSED;
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target) {
    return CompletableFuture.completedFuture(REFUSED);
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target, Duration maxWait) {
    return CompletableFuture.completedFuture(REFUSED);
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response) {
    return response.status() == 401 ? Optional.of(TAKEN) : Optional.empty();
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return afterResponse(used, response);
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response) {
    return CompletableFuture.completedFuture(afterResponse(used, response));
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return afterResponseAsync(used, response);
  }
}
