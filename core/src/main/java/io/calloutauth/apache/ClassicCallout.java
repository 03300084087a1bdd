package io.calloutauth.apache;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import io.calloutauth.TokenWaitException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChain.Scope;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;

/** One request as a callout: retries it while credentials are offered. Of the caller's thread. */
final class ClassicCallout {

  private final CalloutAuthenticator callouts;
  private final ClassicHttpRequest request;
  private final Scope scope;
  private final ExecChain chain;

  ClassicCallout(
      CalloutAuthenticator callouts, ClassicHttpRequest request, Scope scope, ExecChain chain) {
    this.callouts = callouts;
    this.request = request;
    this.scope = scope;
    this.chain = chain;
  }

  /** Sends it, and returns the response that is the caller's. */
  ClassicHttpResponse send(String notificationId) throws IOException, HttpException {
    CalloutCredentials credentials =
        await(
            callouts.authenticateAsync(
                notificationId, request.getMethod(), RoutedTarget.of(request, scope.route)));
    while (true) {
      ClassicHttpResponse response = proceed(signed(credentials));
      CalloutCredentials next = next(credentials, response);
      if (next == null) {
        return response;
      }
      ResponseStart.end(response, scope.execRuntime);
      credentials = next;
    }
  }

  /** Whoever retries it further down copies the original request: that must have the token too. */
  private ClassicHttpResponse proceed(ClassicHttpRequest signed) throws IOException, HttpException {
    return chain.proceed(
        signed,
        new Scope(scope.exchangeId, scope.route, signed, scope.execRuntime, scope.clientContext));
  }

  private ClassicHttpRequest signed(CalloutCredentials with) {
    ClassicHttpRequest copy = ClassicRequestBuilder.copy(request).build();
    with.applyTo(copy::setHeader);
    return copy;
  }

  /** Returns what to send the callout once more with; null when this response is the caller's. */
  private @Nullable CalloutCredentials next(CalloutCredentials used, ClassicHttpResponse response)
      throws IOException {
    try {
      CompletionStage<Optional<CalloutCredentials>> next =
          callouts.afterResponseAsync(used, shown(used, response));
      HttpEntity entity = request.getEntity();
      return entity == null || entity.isRepeatable() ? await(next).orElse(null) : null;
    } catch (InterruptedIOException cancelled) {
      response.close();
      throw cancelled;
    } catch (RuntimeException noSuccessor) {
      return null;
    }
  }

  private static CalloutResponse shown(CalloutCredentials used, ClassicHttpResponse response) {
    ByteBuffer start = ResponseStart.read(response, used);
    return CalloutResponse.of(
        response.getCode(),
        name -> Arrays.stream(response.getHeaders(name)).map(Header::getValue).toList(),
        start);
  }

  /**
   * Waits until it is there, or until the request is cancelled. Who cancels it later ends the
   * reading of the response, as without the wait.
   */
  private <T> T await(CompletionStage<T> stage) throws InterruptedIOException {
    CompletableFuture<T> own = stage.thenApply(Function.identity()).toCompletableFuture();
    if (!own.isDone() && scope.originalRequest instanceof CancellableDependency cancellable) {
      cancellable.setDependency(
          () -> {
            own.cancel(true);
            scope.execRuntime.discardEndpoint();
            return true;
          });
    }
    try {
      return own.get();
    } catch (CancellationException cancelled) {
      throw new InterruptedIOException("Request aborted"); // as HttpClient says it
    } catch (InterruptedException e) {
      own.cancel(true);
      Thread.currentThread().interrupt();
      throw new TokenWaitException(true);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the authenticator broke", e.getCause());
    }
  }
}
