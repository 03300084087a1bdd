package io.calloutauth.jdk;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.TokenWaitException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the credentials of one callout, within the request's time, and turns what the
 * authenticator throws into what an {@link java.net.http.HttpClient} throws.
 */
final class TokenWait {

  private static final String AUTHORIZATION = "Authorization";

  private final Sender sender;
  private final HttpRequest request;
  private final RequestDeadline deadline;

  TokenWait(Callout<?> callout) {
    this.sender = callout.sender();
    this.request = callout.request();
    this.deadline = callout.deadline();
  }

  /**
   * Returns the credentials, waiting on this thread.
   *
   * @throws CalloutNotSentException when there are none, also when it is only the authenticator's
   *     longest wait that is over
   * @throws HttpTimeoutException when the request's time was over first
   * @throws InterruptedException when the thread was interrupted first
   */
  CalloutCredentials here() throws IOException, InterruptedException {
    try {
      refuseAHeader();
      Optional<Duration> left = deadline.remaining();
      return left.isPresent()
          ? sender.authenticator().authenticate(id(), request.method(), request.uri(), left.get())
          : sender.authenticator().authenticate(id(), request.method(), request.uri());
    } catch (CalloutAuthException reason) {
      if (reason instanceof TokenWaitException wait && wait.interrupted()) {
        Thread.interrupted();
        throw new InterruptedException("interrupted while waiting for a token");
      }
      throw notSent(reason);
    }
  }

  /**
   * Returns the credentials when they are there. The future is the caller's own: cancelling it
   * takes nothing from others who wait for the same token.
   */
  CompletableFuture<CalloutCredentials> later() {
    CompletableFuture<CalloutCredentials> token = ask();
    BiFunction<CalloutCredentials, @Nullable Throwable, CalloutCredentials> outcome = this::outcome;
    return token.isDone() ? token.handle(outcome) : token.handleAsync(outcome, sender.executor());
  }

  private CompletableFuture<CalloutCredentials> ask() {
    try {
      refuseAHeader();
      return asked().thenApply(Function.identity()).toCompletableFuture();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private CompletionStage<CalloutCredentials> asked() {
    Optional<Duration> left = deadline.remaining();
    return left.isPresent()
        ? sender
            .authenticator()
            .authenticateAsync(id(), request.method(), request.uri(), left.get())
        : sender.authenticator().authenticateAsync(id(), request.method(), request.uri());
  }

  private CalloutCredentials outcome(CalloutCredentials found, @Nullable Throwable problem) {
    if (problem == null) {
      return found;
    }
    Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
    if (cause instanceof CalloutAuthException reason) {
      throw new CompletionException(notSent(reason));
    }
    throw new CompletionException(cause);
  }

  /** The wait that is over was the request's time, where that is over. */
  private IOException notSent(CalloutAuthException reason) {
    if (deadline.over() && reason instanceof TokenWaitException) {
      HttpTimeoutException timeout = RequestDeadline.timedOut();
      timeout.initCause(reason);
      return timeout;
    }
    return new CalloutNotSentException(reason);
  }

  private void refuseAHeader() {
    if (request.headers().firstValue(AUTHORIZATION).isPresent()) {
      throw new CalloutRefusedException(CalloutRefusedException.Reason.HEADER_PRESENT);
    }
  }

  private String id() {
    return sender.notificationId();
  }
}
