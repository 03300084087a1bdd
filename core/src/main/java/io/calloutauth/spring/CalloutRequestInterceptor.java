package io.calloutauth.spring;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import io.calloutauth.CalloutResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Interceptor of Spring's {@code RestClient} and {@code RestTemplate} that sends every request as
 * an authenticated callout: sets the token, shows each response to the authenticator, and sends the
 * callout once more while credentials are offered.
 *
 * <pre>{@code
 * RestClient.builder()
 *     .requestFactory(new JdkClientHttpRequestFactory())
 *     .requestInterceptor(CalloutRequestInterceptor.of(auth.callouts(), "invoice-posted"))
 * }</pre>
 *
 * <p>Make it the last interceptor: one behind it that changes a request's URL would take the token
 * elsewhere, and in Spring 6.2 those behind it see only the first attempt. The request factory must
 * not follow redirects, because they would take the token elsewhere; an interceptor cannot tell.
 * {@code new JdkClientHttpRequestFactory()} follows none, and cuts off the body of a 401 before the
 * second attempt; others read it to its end, as Spring closes responses.
 *
 * <p>A request fails with a {@link CalloutNotSentException} (which the clients wrap in a {@code
 * ResourceAccessException}), and nothing is sent, when it cannot be authenticated, and when it has
 * an Authorization header already. Spring holds request bodies in memory for interceptors, so every
 * body is sent again.
 *
 * <p>Blocks the caller's thread while a token is fetched: 20 seconds (a setting) at most, because
 * an interceptor does not know its client's timeouts. Interrupting the thread ends the wait.
 * Thread-safe.
 */
public final class CalloutRequestInterceptor implements ClientHttpRequestInterceptor {

  /**
   * The attribute of a request that names its notification, for a {@link #byAttribute client of
   * many notifications}: a string.
   */
  public static final String NOTIFICATION = "io.calloutauth.notification";

  private static final String AUTHORIZATION = "Authorization";

  private final CalloutAuthenticator callouts;
  private final @Nullable String notificationId;

  private CalloutRequestInterceptor(
      CalloutAuthenticator callouts, @Nullable String notificationId) {
    this.callouts = Objects.requireNonNull(callouts, "callouts");
    this.notificationId = notificationId;
  }

  /**
   * Returns an interceptor for a client whose requests are all callouts of one notification.
   *
   * @param callouts authenticates them
   * @param notificationId the notification that makes them
   */
  public static CalloutRequestInterceptor of(CalloutAuthenticator callouts, String notificationId) {
    return new CalloutRequestInterceptor(
        callouts, Objects.requireNonNull(notificationId, "notificationId"));
  }

  /**
   * Returns an interceptor for a client of many notifications: each request names its own with
   * {@code .attribute(CalloutRequestInterceptor.NOTIFICATION, "invoice-posted")}. One that names
   * none is not sent.
   *
   * @param callouts authenticates them
   */
  public static CalloutRequestInterceptor byAttribute(CalloutAuthenticator callouts) {
    return new CalloutRequestInterceptor(callouts, null);
  }

  /**
   * Sends one request.
   *
   * @throws CalloutNotSentException when it could not be authenticated
   */
  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    CalloutCredentials credentials = authenticate(request);
    while (true) {
      ClientHttpResponse response =
          execution.execute(new SignedRequest(request, credentials), body);
      BegunResponse begun = BegunResponse.of(response, credentials);
      Optional<CalloutCredentials> next = next(credentials, begun);
      if (next.isEmpty()) {
        return begun;
      }
      begun.end();
      credentials = next.get();
    }
  }

  private CalloutCredentials authenticate(HttpRequest request) throws IOException {
    try {
      String id = notificationOf(request);
      if (request.getHeaders().getFirst(AUTHORIZATION) != null) {
        throw new CalloutRefusedException(Reason.HEADER_PRESENT);
      }
      return callouts.authenticate(id, request.getMethod().name(), request.getURI());
    } catch (CalloutAuthException reason) {
      throw new CalloutNotSentException(reason);
    }
  }

  private String notificationOf(HttpRequest request) {
    if (notificationId != null) {
      return notificationId;
    }
    if (request.getAttributes().get(NOTIFICATION) instanceof String id) {
      return id;
    }
    throw new CalloutRefusedException(Reason.NO_NOTIFICATION);
  }

  private Optional<CalloutCredentials> next(CalloutCredentials used, BegunResponse response)
      throws IOException {
    int status = response.getStatusCode().value();
    try {
      return callouts.afterResponse(
          used, CalloutResponse.of(status, response::headers, response.start()));
    } catch (RuntimeException noSuccessor) {
      return Optional.empty();
    }
  }
}
