package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.spring.CalloutRequestInterceptor;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Makes {@link RestClient} builders whose requests are all authenticated callouts. Each is a copy
 * of the application's builder, with its message converters and customizers, but all are on one
 * request factory that follows no redirects: they would take the token elsewhere.
 *
 * <pre>{@code
 * RestClient client = restClients.builder(auth.callouts(), "invoice-posted").build();
 * }</pre>
 *
 * <p>That factory waits 5 seconds at most for a connection, and 60 for a response. The
 * application's properties {@code spring.http.*} (redirects, timeouts, SSL) do not apply to it. Who
 * needs another gives it to the builder afterwards, and sees to it that it follows no redirects
 * either: {@code builder(…).requestFactory(yours)}.
 *
 * <p>A request blocks while it waits for a token: up to {@code callout-auth.max-wait}. When there
 * is none, it fails with a {@code ResourceAccessException} whose cause is a {@link
 * io.calloutauth.CalloutNotSentException}. A builder itself is made without blocking.
 *
 * <p>An interceptor that is added to the builder afterwards sees, in Spring 6.2, the first attempt
 * of a callout alone. Thread-safe.
 */
public final class CalloutRestClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

  private final ClientHttpRequestFactory requests = withoutRedirects();
  private final Supplier<RestClient.Builder> builders;
  private final UnaryOperator<CalloutAuthenticator> decorator;

  CalloutRestClients(
      Supplier<RestClient.Builder> builders, UnaryOperator<CalloutAuthenticator> decorator) {
    this.builders = builders;
    this.decorator = decorator;
  }

  /**
   * Returns a builder for the callouts of one notification.
   *
   * @param callouts authenticates them: of the one tenant, or of {@code tenants.tenant("acme")}
   * @param notificationId the notification that makes them
   * @throws org.springframework.beans.factory.NoUniqueBeanDefinitionException if the application
   *     has several {@code RestClient.Builder} beans, and none is primary
   */
  public RestClient.Builder builder(CalloutAuthenticator callouts, String notificationId) {
    return with(CalloutRequestInterceptor.of(decorator.apply(callouts), notificationId));
  }

  /**
   * Returns a builder for callouts of many notifications: each request names its own with {@code
   * .attribute(CalloutRequestInterceptor.NOTIFICATION, "invoice-posted")}. One that names none is
   * not sent.
   *
   * @param callouts authenticates them
   * @throws org.springframework.beans.factory.NoUniqueBeanDefinitionException if the application
   *     has several {@code RestClient.Builder} beans, and none is primary
   */
  public RestClient.Builder builder(CalloutAuthenticator callouts) {
    return with(CalloutRequestInterceptor.byAttribute(decorator.apply(callouts)));
  }

  private RestClient.Builder with(CalloutRequestInterceptor interceptor) {
    return builders.get().clone().requestFactory(requests).requestInterceptor(interceptor);
  }

  private static ClientHttpRequestFactory withoutRedirects() {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client);
    factory.setReadTimeout(READ_TIMEOUT);
    return factory;
  }
}
