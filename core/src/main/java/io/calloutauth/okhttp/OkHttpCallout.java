package io.calloutauth.okhttp;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One call as a callout: retries it while credentials are offered. Used by the call's thread. */
final class OkHttpCallout {

  static final String AUTHORIZATION = "Authorization";

  private final CalloutAuthenticator callouts;
  private final Chain chain;
  private final Request request;
  private final CallWait wait;

  OkHttpCallout(CalloutAuthenticator callouts, Chain chain, CallWait wait) {
    this.callouts = callouts;
    this.chain = chain;
    this.request = chain.request();
    this.wait = wait;
  }

  /** Sends it, and returns the response that is the caller's. */
  Response send(String notificationId) throws IOException {
    CalloutCredentials credentials = authenticate(notificationId);
    while (true) {
      Response response = chain.proceed(signed(credentials));
      CalloutCredentials next = next(credentials, response);
      if (next == null) {
        return response.newBuilder().request(request).build(); // the caller's own, without token
      }
      response.close();
      credentials = next;
    }
  }

  private CalloutCredentials authenticate(String id) throws IOException {
    String method = request.method();
    URI target = request.url().uri();
    return wait.await(
        () -> callouts.authenticateAsync(id, method, target),
        left -> callouts.authenticateAsync(id, method, target, left));
  }

  private Request signed(CalloutCredentials with) {
    Request.Builder copy = request.newBuilder();
    try {
      with.applyTo(copy::header);
    } catch (IllegalArgumentException withTheValueInItsMessage) {
      throw new IllegalArgumentException("the credentials hold a header that cannot be sent");
    }
    return copy.build();
  }

  /** Returns what to send the callout once more with; null when this response is the caller's. */
  private @Nullable CalloutCredentials next(CalloutCredentials used, Response response) {
    CalloutResponse shown =
        CalloutResponse.of(response.code(), response::headers, start(used, response));
    try {
      if (!replayable()) {
        callouts.afterResponseAsync(used, shown); // for the callouts that follow
        return null;
      }
      Optional<CalloutCredentials> next =
          wait.await(
              () -> callouts.afterResponseAsync(used, shown),
              left -> callouts.afterResponseAsync(used, shown, left));
      return next.orElse(null);
    } catch (IOException | RuntimeException noSuccessor) {
      return null;
    }
  }

  private boolean replayable() {
    RequestBody body = request.body();
    return body == null || !(body.isOneShot() || body.isDuplex());
  }

  /**
   * Returns the start of a body that a rule looks at; nothing of one that breaks off, which the
   * caller is to see.
   */
  private static ByteBuffer start(CalloutCredentials used, Response response) {
    int limit = used.bodyLimit(response.header("Content-Type"));
    if (limit == 0) {
      return ByteBuffer.allocate(0);
    }
    try {
      return ByteBuffer.wrap(response.peekBody(limit).bytes());
    } catch (IOException broken) {
      return ByteBuffer.allocate(0);
    }
  }
}
