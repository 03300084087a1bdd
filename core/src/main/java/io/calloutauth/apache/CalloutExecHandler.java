package io.calloutauth.apache;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import java.io.IOException;
import java.util.Objects;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChain.Scope;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Handler in the exec chain of Apache's classic HttpClient 5 that sends every request as an
 * authenticated callout: sets the token, shows each response to the authenticator, and sends the
 * callout once more while credentials are offered.
 *
 * <pre>{@code
 * HttpClients.custom()
 *     .addExecInterceptorFirst("callout-auth", CalloutExecHandler.of(auth.callouts(), "invoice-posted"))
 * }</pre>
 *
 * <p>It must be the first of the chain. A request fails with a {@link CalloutNotSentException}, and
 * nothing is sent, when it cannot be authenticated, when it has an Authorization header already,
 * and when its route leads elsewhere than its URL, as {@code execute(host, request)} allows. A
 * request entity is sent again when it is repeatable; else the caller gets the first response.
 * Redirects are not followed, whatever the client's configuration says, because they would take the
 * token elsewhere.
 *
 * <p>Blocks the caller's thread while a token is fetched: 20 seconds (a setting) at most, because
 * the client has no timeout for a whole request. Cancelling the request ({@code abort}) ends the
 * wait. Thread-safe.
 */
public final class CalloutExecHandler implements ExecChainHandler {

  /**
   * The attribute of a request's context that names its notification, for a {@link #byAttribute
   * client of many notifications}: a string.
   */
  public static final String NOTIFICATION = "io.calloutauth.notification";

  private final CalloutAuthenticator callouts;
  private final NotificationChoice notifications;

  private CalloutExecHandler(CalloutAuthenticator callouts, NotificationChoice notifications) {
    this.callouts = Objects.requireNonNull(callouts, "callouts");
    this.notifications = notifications;
  }

  /**
   * Returns a handler for a client whose requests are all callouts of one notification.
   *
   * @param callouts authenticates them
   * @param notificationId the notification that makes them
   */
  public static CalloutExecHandler of(CalloutAuthenticator callouts, String notificationId) {
    Objects.requireNonNull(notificationId, "notificationId");
    return new CalloutExecHandler(callouts, new NotificationChoice(notificationId));
  }

  /**
   * Returns a handler for a client of many notifications: each request names its own with {@code
   * context.setAttribute(CalloutExecHandler.NOTIFICATION, "invoice-posted")}. One that names none
   * is not sent.
   *
   * @param callouts authenticates them
   */
  public static CalloutExecHandler byAttribute(CalloutAuthenticator callouts) {
    return new CalloutExecHandler(callouts, new NotificationChoice(null));
  }

  /**
   * Sends one request.
   *
   * @throws CalloutNotSentException when it could not be authenticated
   */
  @Override
  public ClassicHttpResponse execute(ClassicHttpRequest request, Scope scope, ExecChain chain)
      throws IOException, HttpException {
    HttpClientContext context = scope.clientContext;
    RequestConfig config = context.getRequestConfigOrDefault();
    context.setRequestConfig(RequestConfig.copy(config).setRedirectsEnabled(false).build());
    try {
      String id = notifications.of(context);
      if (request.containsHeader(HttpHeaders.AUTHORIZATION)) {
        throw new CalloutRefusedException(Reason.HEADER_PRESENT);
      }
      return new ClassicCallout(callouts, request, scope, chain).send(id);
    } catch (CalloutAuthException reason) {
      throw new CalloutNotSentException(reason);
    } finally {
      context.setRequestConfig(config);
    }
  }
}
