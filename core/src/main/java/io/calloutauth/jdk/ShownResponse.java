package io.calloutauth.jdk;

import io.calloutauth.CalloutCredentials;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Shows the answer to one attempt to the authenticator as soon as its headers are there. Only where
 * that may lead to a second attempt is the body held back from the caller's handler meanwhile; all
 * other answers go straight to it.
 */
final class ShownResponse<T> implements BodyHandler<T> {

  private static final int UNAUTHORIZED = 401;

  private final Callout<T> callout;
  private final CalloutCredentials used;
  private final boolean first;
  private volatile @Nullable CalloutCredentials successor;

  /**
   * Makes the handler of one attempt.
   *
   * @param used what the attempt carries
   * @param first whether another attempt may follow
   */
  ShownResponse(Callout<T> callout, CalloutCredentials used, boolean first) {
    this.callout = callout;
    this.used = used;
    this.first = first;
  }

  /** Returns what to send the callout once more with; empty when this answer is the caller's. */
  Optional<CalloutCredentials> successor() {
    return Optional.ofNullable(successor);
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo answer) {
    successor = null;
    CompletableFuture<Optional<CalloutCredentials>> verdict = show(answer);
    if (!first || answer.statusCode() != UNAUTHORIZED || !callout.replayable()) {
      return callout.handler().apply(answer);
    }
    HeldBody<T> body = new HeldBody<>(() -> callout.handler().apply(answer));
    callout.deadline().bound(verdict, Optional.empty());
    settle(body, verdict);
    return body;
  }

  /** A failure of the authenticator means the same as no successor: the answer is the caller's. */
  private CompletableFuture<Optional<CalloutCredentials>> show(ResponseInfo answer) {
    try {
      return callout
          .sender()
          .authenticator()
          .afterResponseAsync(used, answer.statusCode(), answer.headers()::allValues)
          .thenApply(found -> found.filter(this::isWorthwhile))
          .exceptionally(failure -> Optional.empty())
          .toCompletableFuture();
    } catch (RuntimeException failure) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
  }

  private boolean isWorthwhile(CalloutCredentials other) {
    return !callout.deadline().over() && !CalloutHeaders.of(used).equals(CalloutHeaders.of(other));
  }

  private void settle(HeldBody<T> body, CompletableFuture<Optional<CalloutCredentials>> verdict) {
    if (verdict.isDone()) {
      settle(body, verdict.join().orElse(null));
      return;
    }
    verdict
        .thenAcceptAsync(found -> settle(body, found.orElse(null)), callout.sender().executor())
        .exceptionally(
            rejected -> {
              body.pass();
              return null;
            });
  }

  private void settle(HeldBody<T> body, @Nullable CalloutCredentials found) {
    if (found != null) {
      successor = found;
      body.drop();
    } else {
      body.pass();
    }
  }
}
