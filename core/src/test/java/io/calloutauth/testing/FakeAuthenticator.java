package io.calloutauth.testing;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator that needs no server, for tests of a host's dispatcher and of adapters: it gives
 * the tokens it was made with, or fails as it was told. It waits for nothing. Thread-safe.
 */
public final class FakeAuthenticator implements CalloutAuthenticator {

  private final List<String> tokens;
  private final @Nullable CalloutAuthException failure;
  private final @Nullable CalloutAuthException successorFailure;
  private final List<String> notifications = new CopyOnWriteArrayList<>();

  private FakeAuthenticator(
      List<String> tokens,
      @Nullable CalloutAuthException failure,
      @Nullable CalloutAuthException successorFailure) {
    this.tokens = List.copyOf(tokens);
    this.failure = failure;
    this.successorFailure = successorFailure;
  }

  /**
   * Returns one that gives each callout the first of some tokens, and the next one after each 401.
   *
   * @param tokens at least one; after the last there is none
   */
  public static FakeAuthenticator giving(String... tokens) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("give at least one token");
    }
    return new FakeAuthenticator(List.of(tokens), null, null);
  }

  /**
   * Returns one that authenticates no callout.
   *
   * @param why what it throws, one of {@code SampleExceptions} for example
   */
  public static FakeAuthenticator failing(CalloutAuthException why) {
    return new FakeAuthenticator(List.of(), why, null);
  }

  /**
   * Returns one that gives each callout a token, and fails to get another after a 401.
   *
   * @param why what it throws then
   */
  public static FakeAuthenticator failingAfter(String token, CalloutAuthException why) {
    return new FakeAuthenticator(List.of(token), null, why);
  }

  /** Returns the notifications that credentials were asked for, in their order. */
  public List<String> notifications() {
    return List.copyOf(notifications);
  }

  @Override
  public CalloutCredentials authenticate(String notificationId, String method, URI target) {
    notifications.add(notificationId);
    if (failure != null) {
      throw failure;
    }
    return new Numbered(0, tokens.get(0));
  }

  @Override
  public CalloutCredentials authenticate(
      String notificationId, String method, URI target, Duration maxWait) {
    return authenticate(notificationId, method, target);
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target) {
    return stage(() -> authenticate(notificationId, method, target));
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target, Duration maxWait) {
    return authenticateAsync(notificationId, method, target);
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response) {
    if (response.status() != 401) {
      return Optional.empty();
    }
    if (successorFailure != null) {
      throw successorFailure;
    }
    int next = ((Numbered) used).number() + 1;
    return next < tokens.size()
        ? Optional.of(new Numbered(next, tokens.get(next)))
        : Optional.empty();
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return afterResponse(used, response);
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response) {
    return stage(() -> afterResponse(used, response));
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return afterResponseAsync(used, response);
  }

  private static <T> CompletionStage<T> stage(Supplier<T> step) {
    try {
      return CompletableFuture.completedFuture(step.get());
    } catch (CalloutAuthException failed) {
      return CompletableFuture.failedFuture(failed);
    }
  }

  /** Credentials that know which of the tokens they carry. */
  private record Numbered(int number, String token) implements CalloutCredentials {

    @Override
    public void applyTo(BiConsumer<String, String> headers) {
      headers.accept("Authorization", "Bearer " + token);
    }

    @Override
    public String toString() {
      return "CalloutCredentials[" + number + "]";
    }
  }
}
