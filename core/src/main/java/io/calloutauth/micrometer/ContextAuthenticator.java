package io.calloutauth.micrometer;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticator with context propagation: what follows a stage that had to wait finds the thread
 * locals of whoever asked for it (trace, span, MDC), although it runs on a thread of the library.
 * Which thread locals these are says Micrometer's {@code ContextRegistry}.
 *
 * <p>All else is as the authenticator does that it wraps: it blocks no more. Thread-safe.
 */
public final class ContextAuthenticator implements CalloutAuthenticator {

  private final CalloutAuthenticator callouts;
  private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();

  private ContextAuthenticator(CalloutAuthenticator callouts) {
    this.callouts = callouts;
  }

  /**
   * Returns an authenticator that propagates contexts; one that does already is returned as it is.
   *
   * @param callouts authenticates, for example {@code auth.callouts()}
   */
  public static CalloutAuthenticator of(CalloutAuthenticator callouts) {
    return callouts instanceof ContextAuthenticator
        ? callouts
        : new ContextAuthenticator(Objects.requireNonNull(callouts, "callouts"));
  }

  @Override
  public CalloutCredentials authenticate(String notificationId, String method, URI target) {
    return callouts.authenticate(notificationId, method, target);
  }

  @Override
  public CalloutCredentials authenticate(
      String notificationId, String method, URI target, Duration maxWait) {
    return callouts.authenticate(notificationId, method, target, maxWait);
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target) {
    return propagate(() -> callouts.authenticateAsync(notificationId, method, target));
  }

  @Override
  public CompletionStage<CalloutCredentials> authenticateAsync(
      String notificationId, String method, URI target, Duration maxWait) {
    return propagate(() -> callouts.authenticateAsync(notificationId, method, target, maxWait));
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response) {
    return callouts.afterResponse(used, response);
  }

  @Override
  public Optional<CalloutCredentials> afterResponse(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return callouts.afterResponse(used, response, maxWait);
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response) {
    return propagate(() -> callouts.afterResponseAsync(used, response));
  }

  @Override
  public CompletionStage<Optional<CalloutCredentials>> afterResponseAsync(
      CalloutCredentials used, CalloutResponse response, Duration maxWait) {
    return propagate(() -> callouts.afterResponseAsync(used, response, maxWait));
  }

  /** Leaves a stage that is done as it is: what follows it runs on the caller's own thread. */
  private <T> CompletionStage<T> propagate(Supplier<CompletionStage<T>> asked) {
    CompletionStage<T> stage = asked.get();
    if (stage.toCompletableFuture().isDone()) {
      return stage;
    }
    ContextSnapshot context = snapshots.captureAll();
    CompletableFuture<T> propagated = new CompletableFuture<>();
    CompletionStage<T> watched =
        stage.whenComplete(
            (value, failure) -> context.wrap(() -> complete(propagated, value, failure)).run());
    assert watched != null; // nobody waits for it
    return propagated;
  }

  private static <T> void complete(
      CompletableFuture<T> propagated, T value, @Nullable Throwable failure) {
    if (failure == null) {
      propagated.complete(value);
    } else {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      propagated.completeExceptionally(Objects.requireNonNullElse(cause, failure));
    }
  }
}
