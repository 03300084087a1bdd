package io.calloutauth.jdk;

import io.calloutauth.CalloutCredentials;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Sends one callout without blocking. Cancelling its future cancels the step under way. */
final class AsyncCallout<T> {

  private final Callout<T> callout;
  private final @Nullable PushPromiseHandler<T> pushes;
  private final InFlight inFlight = new InFlight();

  AsyncCallout(Callout<T> callout, @Nullable PushPromiseHandler<T> pushes) {
    this.callout = callout;
    this.pushes = pushes == null ? null : callout.shown(pushes);
  }

  /** Starts, and returns the response that is the caller's; called once. */
  CompletableFuture<HttpResponse<T>> send() {
    CalloutFuture<HttpResponse<T>> result = new CalloutFuture<>(inFlight);
    CompletableFuture<?> unused =
        inFlight
            .start(() -> new TokenWait(callout).later())
            .thenCompose(this::first)
            .whenComplete((response, problem) -> complete(result, response, problem));
    return result;
  }

  private CompletableFuture<HttpResponse<T>> first(CalloutCredentials credentials) {
    ShownResponse<T> shown = new ShownResponse<>(callout, credentials, true);
    return attempt(credentials, shown)
        .thenCompose(response -> second(response, shown.successor().orElse(null)));
  }

  private CompletableFuture<HttpResponse<T>> second(
      HttpResponse<T> response, @Nullable CalloutCredentials successor) {
    return successor == null
        ? CompletableFuture.completedFuture(response)
        : attempt(successor, new ShownResponse<>(callout, successor, false));
  }

  private CompletableFuture<HttpResponse<T>> attempt(
      CalloutCredentials credentials, ShownResponse<T> shown) {
    return inFlight.start(
        () -> callout.sender().delegate().sendAsync(callout.signed(credentials), shown, pushes));
  }

  private void complete(
      CompletableFuture<HttpResponse<T>> result,
      @Nullable HttpResponse<T> response,
      @Nullable Throwable problem) {
    if (response != null) {
      result.complete(new CallerResponse<>(callout.request(), response));
    } else if (problem != null) {
      boolean wrapped = problem instanceof CompletionException && problem.getCause() != null;
      result.completeExceptionally(wrapped ? problem.getCause() : problem);
    }
  }
}
