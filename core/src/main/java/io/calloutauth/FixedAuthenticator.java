package io.calloutauth;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Gives every callout one fixed token: for hosts' own tests. */
final class FixedAuthenticator implements CalloutAuthenticator {

  private final CalloutCredentials credentials;

  FixedAuthenticator(String token) {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException("the token must be visible ASCII");
    }
    this.credentials = new FixedCredentials(token);
  }

  @Override
  public CalloutCredentials authenticate(String notificationId, String method, URI target) {
    return credentials;
  }

  @Override
  public CalloutCredentials authenticate(
      String notificationId, String method, URI target, Duration maxWait) {
    return credentials;
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target) {
    return CompletableFuture.completedFuture(credentials);
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target, Duration maxWait) {
    return CompletableFuture.completedFuture(credentials);
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response) {
    return Optional.empty();
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return Optional.empty();
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  /** One fixed token, as a host sees it. Immutable; {@link #toString()} hides the token. */
  private static final class FixedCredentials implements CalloutCredentials {

    // Transient: JSON libraries that read fields leave it out.
    private final transient String header;

    FixedCredentials(String token) {
      this.header = "Bearer " + token;
    }

    @Override
    public void applyTo(BiConsumer<String, String> headers) {
      headers.accept("Authorization", header);
    }

    @Override
    public String toString() {
      return "CalloutCredentials[hidden]";
    }
  }
}
