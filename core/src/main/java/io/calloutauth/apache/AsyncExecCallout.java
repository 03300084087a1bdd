package io.calloutauth.apache;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.support.BasicRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous request as a callout: retries it while credentials are offered. Thread-safe: its
 * steps come from the client's threads and the library's.
 */
final class AsyncExecCallout implements AsyncExecCallback {

  private final CalloutAuthenticator callouts;
  private final HttpRequest request;
  private final @Nullable AsyncEntityProducer body;
  private final AsyncExecChain.Scope scope;
  private final AsyncExecChain chain;
  private final AsyncExecCallback caller;
  private final RequestConfig config;

  AsyncExecCallout(
      CalloutAuthenticator callouts,
      HttpRequest request,
      @Nullable AsyncEntityProducer body,
      AsyncExecChain.Scope scope,
      AsyncExecChain chain,
      AsyncExecCallback caller) {
    this.callouts = callouts;
    this.request = request;
    this.body = body;
    this.scope = scope;
    this.chain = chain;
    this.caller = caller;
    this.config = scope.clientContext.getRequestConfigOrDefault();
  }

  /** Sends it, once it has a token. */
  void send(String notificationId) throws ProtocolException {
    scope.clientContext.setRequestConfig(
        RequestConfig.copy(config).setRedirectsEnabled(false).build());
    try {
      await(
          callouts.authenticateAsync(
              notificationId, request.getMethod(), RoutedTarget.of(request, scope.route)),
          this::attempt,
          this::failed);
    } catch (ProtocolException | RuntimeException refused) {
      scope.clientContext.setRequestConfig(config);
      throw refused;
    }
  }

  /** Sends it once more, its body from the beginning. */
  void retry(CalloutCredentials with) {
    if (body != null) {
      body.releaseResources();
    }
    attempt(with);
  }

  private void attempt(CalloutCredentials with) {
    HttpRequest signed = BasicRequestBuilder.copy(request).build();
    with.applyTo(signed::setHeader);
    try {
      chain.proceed(signed, body, scope, new AsyncAttempt(this, with));
    } catch (HttpException | IOException | RuntimeException broken) {
      failed(broken);
    }
  }

  /** Shows a response to the authenticator. */
  void show(CalloutCredentials used, CalloutResponse response, AsyncAttempt attempt) {
    try {
      await(
          callouts.afterResponseAsync(used, response),
          next -> attempt.settle(isRepeatable() ? next.orElse(null) : null),
          failure -> {
            if (failure instanceof InterruptedIOException) {
              attempt.failed(failure);
            } else {
              attempt.settle(null); // no successor
            }
          });
    } catch (RuntimeException broken) {
      attempt.settle(null);
    }
  }

  private boolean isRepeatable() {
    return body == null || body.isRepeatable();
  }

  /** Cuts off a response that nobody reads: what is yet to come of it may have no end. */
  void cutOff() {
    scope.execRuntime.discardEndpoint();
  }

  /** Goes on when it is there, or when the request is cancelled: others wait for the same token. */
  private <T> void await(CompletionStage<T> stage, Step<T> then, Step<Exception> otherwise) {
    CompletableFuture<T> own = stage.thenApply(Function.<T>identity()).toCompletableFuture();
    if (!own.isDone()) {
      scope.cancellableDependency.setDependency(
          () -> {
            boolean first = own.cancel(true);
            scope.execRuntime.discardEndpoint();
            return first;
          });
    }
    var unused =
        own.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                then.take(value);
              } else {
                otherwise.take(reason(failure));
              }
            });
  }

  private static Exception reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CalloutAuthException reason) {
      return new CalloutNotSentException(reason);
    }
    return cause instanceof CancellationException
        ? new InterruptedIOException("Request aborted") // as HttpClient says it
        : new IOException("the authenticator broke", cause);
  }

  @Override
  public @Nullable AsyncDataConsumer handleResponse(
      HttpResponse response, @Nullable EntityDetails details) throws HttpException, IOException {
    return caller.handleResponse(response, details);
  }

  @Override
  public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
    caller.handleInformationResponse(response);
  }

  @Override
  public void completed() {
    scope.clientContext.setRequestConfig(config);
    caller.completed();
  }

  @Override
  public void failed(Exception cause) {
    scope.clientContext.setRequestConfig(config);
    caller.failed(cause);
  }

  /** What is done with a value when it is there. */
  private interface Step<T> {
    void take(T value);
  }
}
