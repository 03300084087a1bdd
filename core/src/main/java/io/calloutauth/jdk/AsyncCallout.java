package io.calloutauth.jdk;

import io.calloutauth.CalloutCredentials;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.Callable;
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

  private CompletableFuture<CallerResponse<T>> first(CalloutCredentials credentials) {
    ShownResponse<T> shown = new ShownResponse<>(callout, credentials);
    return attempt(() -> callout.signed(credentials), shown);
  }

  private CompletableFuture<CallerResponse<T>> attempt(
      Callable<HttpRequest> signed, ShownResponse<T> shown) {
    return inFlight
        .start(() -> callout.sender().delegate().sendAsync(signed.call(), shown, pushes))
        .thenCompose(response -> next(response, shown));
  }

  private CompletableFuture<CallerResponse<T>> next(
      HttpResponse<T> response, ShownResponse<T> shown) {
    CalloutCredentials successor = shown.successor();
    if (successor == null) {
      return CompletableFuture.completedFuture(callers(response, response.body()));
    }
    return attempt(() -> callout.signedAgain(successor), new ShownResponse<>(callout, successor))
        .exceptionallyCompose(failure -> afterFailure(failure, response, shown))
        .whenComplete((last, failure) -> shown.drop());
  }

  private CompletableFuture<CallerResponse<T>> afterFailure(
      Throwable failure, HttpResponse<T> first, ShownResponse<T> shown) {
    return callout.bodyFailed()
        ? shown.pass().thenApply(body -> callers(first, body))
        : CompletableFuture.failedFuture(failure);
  }

  private CallerResponse<T> callers(HttpResponse<T> response, T body) {
    return new CallerResponse<>(callout.request(), response, body);
  }

  private void complete(
      CompletableFuture<HttpResponse<T>> result,
      @Nullable CallerResponse<T> response,
      @Nullable Throwable problem) {
    if (response != null) {
      result.complete(response);
    } else if (problem != null) {
      boolean wrapped = problem instanceof CompletionException && problem.getCause() != null;
      result.completeExceptionally(wrapped ? problem.getCause() : problem);
    }
  }
}
