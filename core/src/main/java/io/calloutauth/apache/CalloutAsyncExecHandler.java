package io.calloutauth.apache;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import java.io.IOException;
import java.util.Objects;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.jspecify.annotations.Nullable;

/**
 * Handler in the exec chain of Apache's asynchronous HttpClient 5 that sends every request as an
 * authenticated callout: sets the token, shows each response to the authenticator, and sends the
 * callout once more while credentials are offered. Blocks no thread.
 *
 * <pre>{@code
 * HttpAsyncClients.custom()
 *     .addExecInterceptorFirst("callout-auth", CalloutAsyncExecHandler.of(auth.callouts(), "invoice-posted"))
 * }</pre>
 *
 * <p>It must be the first of the chain. A request fails with a {@link CalloutNotSentException}, and
 * nothing is sent, when it cannot be authenticated, when it has an Authorization header already,
 * and when its route leads elsewhere than its URL, as {@code execute(host, request)} allows. A
 * request whose producer is repeatable is sent again; else the caller gets the first response.
 * Redirects are not followed, whatever the client's configuration says, because they would take the
 * token elsewhere. A response is held back until it is known whether it is the caller's, at most
 * 128 KiB of it; what is left of one that is not closes its connection.
 *
 * <p>A wait for a token ends after 20 seconds (a setting), and when the request's future is
 * cancelled. Thread-safe.
 */
public final class CalloutAsyncExecHandler implements AsyncExecChainHandler {

  private final CalloutAuthenticator callouts;
  private final NotificationChoice notifications;

  private CalloutAsyncExecHandler(CalloutAuthenticator callouts, NotificationChoice notifications) {
    this.callouts = Objects.requireNonNull(callouts, "callouts");
    this.notifications = notifications;
  }

  /**
   * Returns a handler for a client whose requests are all callouts of one notification.
   *
   * @param callouts authenticates them
   * @param notificationId the notification that makes them
   */
  public static CalloutAsyncExecHandler of(CalloutAuthenticator callouts, String notificationId) {
    Objects.requireNonNull(notificationId, "notificationId");
    return new CalloutAsyncExecHandler(callouts, new NotificationChoice(notificationId));
  }

  /**
   * Returns a handler for a client of many notifications: each request names its own with {@code
   * context.setAttribute(CalloutExecHandler.NOTIFICATION, "invoice-posted")}. One that names none
   * is not sent.
   *
   * @param callouts authenticates them
   */
  public static CalloutAsyncExecHandler byAttribute(CalloutAuthenticator callouts) {
    return new CalloutAsyncExecHandler(callouts, new NotificationChoice(null));
  }

  /** Sends one request; fails with a {@link CalloutNotSentException} when it was not sent. */
  @Override
  public void execute(
      HttpRequest request,
      @Nullable AsyncEntityProducer body,
      AsyncExecChain.Scope scope,
      AsyncExecChain chain,
      AsyncExecCallback callback)
      throws HttpException, IOException {
    try {
      String id = notifications.of(scope.clientContext);
      if (request.containsHeader(HttpHeaders.AUTHORIZATION)) {
        throw new CalloutRefusedException(Reason.HEADER_PRESENT);
      }
      new AsyncExecCallout(callouts, request, body, scope, chain, callback).send(id);
    } catch (CalloutAuthException reason) {
      callback.failed(new CalloutNotSentException(reason));
    }
  }
}
