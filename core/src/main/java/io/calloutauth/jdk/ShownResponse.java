package io.calloutauth.jdk;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The handler of one attempt's response: shows it to the authenticator as soon as its head is
 * there, or as much of its body as the credentials ask for. Only where that may lead to another
 * attempt is the body held back from the caller's handler meanwhile; all other responses go
 * straight to it.
 */
final class ShownResponse<T> implements BodyHandler<T> {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Callout<T> callout;
  private final CalloutCredentials used;
  private volatile @Nullable CalloutCredentials successor;
  private volatile @Nullable HeldBody<T> held;

  /**
   * Makes the handler of one attempt.
   *
   * @param used what the attempt carries
   */
  ShownResponse(Callout<T> callout, CalloutCredentials used) {
    this.callout = callout;
    this.used = used;
  }

  /** Returns what to send the callout once more with; null when this response is the caller's. */
  @Nullable CalloutCredentials successor() {
    return successor;
  }

  /** Gives the body of a response that has a successor to the caller after all. */
  CompletableFuture<T> pass() {
    return Objects.requireNonNull(held, "no body was held back").pass();
  }

  /** Throws away the body of a response that has a successor, unless it was passed. */
  void drop() {
    HeldBody<T> body = held;
    if (body != null) {
      body.drop();
    }
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo head) {
    successor = null;
    int limit = used.bodyLimit(head.headers().firstValue("Content-Type").orElse(null));
    if (limit > 0) {
      return hold(
          new HeldBody<>(
              () -> callout.handler().apply(head), limit, start -> settle(show(head, start))));
    }
    CompletableFuture<Optional<CalloutCredentials>> next = show(head, NOTHING);
    if (next.isDone() && next.join().isEmpty()) {
      return callout.handler().apply(head);
    }
    HeldBody<T> body = hold(new HeldBody<>(() -> callout.handler().apply(head)));
    settle(next);
    return body;
  }

  private HeldBody<T> hold(HeldBody<T> body) {
    held = body;
    return body;
  }

  /**
   * Returns what to send the callout once more with; nothing at once, where its body can be sent
   * only once. A failure of the authenticator means the same: the response is the caller's.
   */
  private CompletableFuture<Optional<CalloutCredentials>> show(
      ResponseInfo head, ByteBuffer start) {
    CompletableFuture<Optional<CalloutCredentials>> none =
        CompletableFuture.completedFuture(Optional.empty());
    try {
      CompletionStage<Optional<CalloutCredentials>> next =
          afterResponse(CalloutResponse.of(head.statusCode(), head.headers()::allValues, start));
      return callout.replayable()
          ? next.thenApply(found -> found.filter(other -> !callout.deadline().over()))
              .exceptionally(failure -> Optional.empty())
              .toCompletableFuture()
          : none;
    } catch (RuntimeException failure) {
      return none;
    }
  }

  private CompletionStage<Optional<CalloutCredentials>> afterResponse(CalloutResponse response) {
    CalloutAuthenticator authenticator = callout.sender().authenticator();
    return callout
        .deadline()
        .remaining()
        .map(left -> authenticator.afterResponseAsync(used, response, left))
        .orElseGet(() -> authenticator.afterResponseAsync(used, response));
  }

  private void settle(CompletableFuture<Optional<CalloutCredentials>> next) {
    if (next.isDone()) {
      settle(next.join().orElse(null));
      return;
    }
    next.thenAcceptAsync(found -> settle(found.orElse(null)), callout.sender().executor())
        .exceptionally(
            rejected -> {
              settle((CalloutCredentials) null);
              return null;
            });
  }

  private void settle(@Nullable CalloutCredentials found) {
    HeldBody<T> body = Objects.requireNonNull(held);
    if (found != null) {
      successor = found;
      body.keep();
    } else {
      CompletableFuture<T> unused = body.pass();
    }
  }
}
