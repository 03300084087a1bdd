package io.calloutauth.spring;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Filter of Spring's WebClient that sends every request as an authenticated callout: sets the
 * token, shows each response to the authenticator, and sends the callout once more while
 * credentials are offered. Blocks no thread.
 *
 * <pre>{@code
 * WebClient.builder().filter(CalloutExchangeFilter.of(auth.callouts(), "invoice-posted"))
 * }</pre>
 *
 * <p>Its connector must not follow redirects, and no filter behind it may change a request's URL,
 * because they would take the token elsewhere; a filter cannot tell. None of Spring's connectors
 * follows redirects unless it is told to.
 *
 * <p>A request fails with a {@link CalloutNotSentException}, and nothing is sent, when it cannot be
 * authenticated, and when it has an Authorization header already. A body of known length is sent
 * again, such as {@code bodyValue}; of a stream the caller gets the first response. A wait for a
 * token ends after 20 seconds (a setting), and when the subscription is cancelled, as {@code
 * timeout} does. Thread-safe.
 */
public final class CalloutExchangeFilter implements ExchangeFilterFunction {

  /**
   * The attribute of a request that names its notification, for a {@link #byAttribute client of
   * many notifications}: a string.
   */
  public static final String NOTIFICATION = CalloutRequestInterceptor.NOTIFICATION;

  private final CalloutAuthenticator callouts;
  private final @Nullable String notificationId;

  private CalloutExchangeFilter(CalloutAuthenticator callouts, @Nullable String notificationId) {
    this.callouts = Objects.requireNonNull(callouts, "callouts");
    this.notificationId = notificationId;
  }

  /**
   * Returns a filter for a client whose requests are all callouts of one notification.
   *
   * @param callouts authenticates them
   * @param notificationId the notification that makes them
   */
  public static CalloutExchangeFilter of(CalloutAuthenticator callouts, String notificationId) {
    return new CalloutExchangeFilter(
        callouts, Objects.requireNonNull(notificationId, "notificationId"));
  }

  /**
   * Returns a filter for a client of many notifications: each request names its own with {@code
   * .attribute(CalloutExchangeFilter.NOTIFICATION, "invoice-posted")}. One that names none is not
   * sent.
   *
   * @param callouts authenticates them
   */
  public static CalloutExchangeFilter byAttribute(CalloutAuthenticator callouts) {
    return new CalloutExchangeFilter(callouts, null);
  }

  /** Sends one request; fails with a {@link CalloutNotSentException} when it was not sent. */
  @Override
  public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
    return await(() -> authenticate(request))
        .onErrorMap(CalloutAuthException.class, CalloutNotSentException::new)
        .flatMap(credentials -> new ReactiveCallout(callouts, request, next).send(credentials));
  }

  private CompletionStage<CalloutCredentials> authenticate(ClientRequest request) {
    String id = notificationOf(request);
    if (request.headers().getFirst("Authorization") != null) {
      throw new CalloutRefusedException(Reason.HEADER_PRESENT);
    }
    return callouts.authenticateAsync(id, request.method().name(), request.url());
  }

  private String notificationOf(ClientRequest request) {
    if (notificationId != null) {
      return notificationId;
    }
    if (request.attributes().get(NOTIFICATION) instanceof String id) {
      return id;
    }
    throw new CalloutRefusedException(Reason.NO_NOTIFICATION);
  }

  /** Cancelling it cancels a stage of its own alone: others wait for the same token. */
  static <T> Mono<T> await(Supplier<CompletionStage<T>> asked) {
    return Mono.fromCompletionStage(
            () -> asked.get().thenApply(Function.<T>identity()).toCompletableFuture())
        .onErrorMap(
            CompletionException.class,
            wrapped -> Objects.requireNonNullElse(wrapped.getCause(), wrapped));
  }
}
