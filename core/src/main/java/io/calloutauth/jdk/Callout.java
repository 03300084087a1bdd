package io.calloutauth.jdk;

import io.calloutauth.CalloutCredentials;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request of a caller, while it is being sent. */
final class Callout<T> {

  private final Sender sender;
  private final HttpRequest request;
  private final BodyHandler<T> handler;
  private final RequestDeadline deadline;
  private volatile @Nullable RepeatedBody repeated;

  Callout(Sender sender, HttpRequest request, BodyHandler<T> handler) {
    this.sender = sender;
    this.request = Objects.requireNonNull(request, "request");
    this.handler = Objects.requireNonNull(handler, "responseBodyHandler");
    this.deadline = RequestDeadline.start(request.timeout().orElse(null), sender.nanos());
  }

  Sender sender() {
    return sender;
  }

  /** Returns the caller's own request. */
  HttpRequest request() {
    return request;
  }

  /** Returns the caller's own handler. */
  BodyHandler<T> handler() {
    return handler;
  }

  RequestDeadline deadline() {
    return deadline;
  }

  boolean replayable() {
    return ReplayableBody.isIn(request);
  }

  /** Returns whether the body of the request failed when it was published once more. */
  boolean bodyFailed() {
    RepeatedBody body = repeated;
    return body != null && body.failed();
  }

  /**
   * Returns a copy of the request with the credentials to send once more, for the time that is
   * left.
   *
   * @throws HttpTimeoutException when none is left
   */
  HttpRequest signedAgain(CalloutCredentials credentials) throws HttpTimeoutException {
    HttpRequest.Builder copy = copy();
    request
        .bodyPublisher()
        .ifPresent(
            body -> {
              RepeatedBody again = new RepeatedBody(body);
              repeated = again;
              copy.method(request.method(), again);
            });
    CalloutHeaders.set(credentials, copy);
    return copy.build();
  }

  /**
   * Returns a copy of the request with the credentials, for the time that is left.
   *
   * @throws HttpTimeoutException when none is left
   */
  HttpRequest signed(CalloutCredentials credentials) throws HttpTimeoutException {
    HttpRequest.Builder copy = copy();
    CalloutHeaders.set(credentials, copy);
    return copy.build();
  }

  private HttpRequest.Builder copy() throws HttpTimeoutException {
    HttpRequest.Builder copy = HttpRequest.newBuilder(request, (name, value) -> true);
    Optional<Duration> left = deadline.remaining();
    if (left.isPresent()) {
      if (left.get().isZero()) {
        throw RequestDeadline.timedOut();
      }
      copy.timeout(left.get());
    }
    return copy;
  }

  /** Returns a handler that shows pushed requests beside the caller's request, not our copy. */
  PushPromiseHandler<T> shown(PushPromiseHandler<T> pushes) {
    return (ours, pushed, acceptor) -> pushes.applyPushPromise(request, pushed, acceptor);
  }
}
