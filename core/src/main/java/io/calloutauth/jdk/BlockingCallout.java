package io.calloutauth.jdk;

import io.calloutauth.CalloutCredentials;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Sends one callout on the caller's thread, and retries it while credentials are offered. */
final class BlockingCallout<T> {

  private final Callout<T> callout;

  BlockingCallout(Callout<T> callout) {
    this.callout = callout;
  }

  /** Returns the response that is the caller's; called once. */
  HttpResponse<T> send() throws IOException, InterruptedException {
    CalloutCredentials credentials = new TokenWait(callout).here();
    return attempt(callout.signed(credentials), new ShownResponse<>(callout, credentials));
  }

  private CallerResponse<T> attempt(HttpRequest request, ShownResponse<T> shown)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    HttpResponse<T> response = callout.sender().delegate().send(request, shown);
    CalloutCredentials successor = shown.successor();
    return successor == null
        ? new CallerResponse<>(callout.request(), response, response.body())
        : again(successor, response, shown);
  }

  private CallerResponse<T> again(
      CalloutCredentials successor, HttpResponse<T> first, ShownResponse<T> shown)
      throws IOException, InterruptedException {
    try {
      return attempt(callout.signedAgain(successor), new ShownResponse<>(callout, successor));
    } catch (IOException | RuntimeException failure) {
      if (!callout.bodyFailed()) {
        throw failure;
      }
      return new CallerResponse<>(callout.request(), first, await(shown.pass()));
    } finally {
      shown.drop();
    }
  }

  private static <T> T await(CompletableFuture<T> body) throws IOException, InterruptedException {
    try {
      return body.get();
    } catch (ExecutionException failure) {
      throw new IOException(failure.getCause());
    }
  }
}
