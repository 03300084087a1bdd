package io.calloutauth.jdk;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutNotSentException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Sends every request as an authenticated callout of one notification, through a delegate.
 *
 * <ol>
 *   <li>A request that has an Authorization header already is refused, before any token is fetched.
 *   <li>The authenticator gives the credentials; without them nothing is sent.
 *   <li>A copy of the request with the credentials is sent.
 *   <li>The authenticator sees the response. While it offers credentials for another attempt, and
 *       the {@linkplain ReplayableBody body can be sent again}, and there is time left, another
 *       copy is sent, and its response is shown too. The last response is the caller's; where the
 *       body of the request fails at its second publication, the one before it.
 * </ol>
 *
 * <p>The request's timeout covers all of it up to the headers of the last response, and is the
 * longest wait for the first token; when it ends while the successor of a token is awaited, the
 * caller gets the 401. Thread-safe.
 */
public final class CalloutHttpClient extends HttpClient {

  private final HttpClient delegate;
  private final Sender sender;

  /**
   * Returns a client that authenticates every request as a callout of one notification and replays
   * it once where a 401 says so. It sends through the delegate, which stays the caller's to close.
   *
   * <p>A callout that cannot be authenticated is not sent and fails with a {@link
   * CalloutNotSentException}, also one that has an Authorization header already. Bodies of known
   * length are replayed, others where the caller says so with {@link ReplayableBody}. The body
   * handler sees the last response only: up to 64 KiB of a 401 are held back, the rest waits at the
   * server, until it is known which one that is, so a 401 without a second attempt arrives whole.
   * {@link java.net.http.HttpRequest#timeout()} covers the wait for a token and both attempts: a
   * request that has one waits for a token as long as it lasts, and fails with an {@link
   * java.net.http.HttpTimeoutException} when it is over; one that has none waits for 20 seconds (a
   * setting), and fails with a {@link CalloutNotSentException}. When the timeout ends while a new
   * token is awaited after a 401, the caller gets that 401. {@code send} and {@code sendAsync} do
   * the same. WebSockets are refused, and closing the client leaves the delegate open.
   *
   * @param callouts authenticates them
   * @param notificationId the notification that makes the callouts
   * @param delegate a client that neither follows redirects nor has an {@link
   *     java.net.Authenticator}
   * @throws IllegalArgumentException when the delegate follows redirects or has an authenticator
   */
  public static HttpClient of(
      CalloutAuthenticator callouts, String notificationId, HttpClient delegate) {
    return new CalloutHttpClient(callouts, notificationId, delegate, System::nanoTime);
  }

  /**
   * Wraps a client, which stays the caller's to close.
   *
   * @param nanos gives the time, as {@link System#nanoTime()} does
   * @throws IllegalArgumentException when the delegate follows redirects or has an authenticator
   */
  CalloutHttpClient(
      CalloutAuthenticator authenticator,
      String notificationId,
      HttpClient delegate,
      LongSupplier nanos) {
    this.delegate = checked(delegate);
    Objects.requireNonNull(notificationId, "notificationId");
    this.sender = new Sender(authenticator, notificationId, delegate, nanos);
  }

  /** JDK 17 takes the token along to another origin, and drops it for an authenticator's sake. */
  private static HttpClient checked(HttpClient delegate) {
    if (delegate.followRedirects() != Redirect.NEVER) {
      throw new IllegalArgumentException(
          "the client must not follow redirects, because they would take the token elsewhere:"
              + " build it with followRedirects(Redirect.NEVER)");
    }
    if (delegate.authenticator().isPresent()) {
      throw new IllegalArgumentException(
          "the client must not have an authenticator, because it would compete for the"
              + " Authorization header: build it without authenticator(...)");
    }
    return delegate;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    Callout<T> callout = new Callout<>(sender, request, handler);
    return new BlockingCallout<>(callout).send();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    return new AsyncCallout<>(new Callout<>(sender, request, handler), pushes).send();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return delegate.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return delegate.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return delegate.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return delegate.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return delegate.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return delegate.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return delegate.authenticator();
  }

  @Override
  public Version version() {
    return delegate.version();
  }

  @Override
  public Optional<Executor> executor() {
    return delegate.executor();
  }

  /**
   * Refuses: a WebSocket would be opened without a token.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    throw new UnsupportedOperationException(
        "a WebSocket is not authenticated here: open it with the client you passed in, and set the"
            + " headers that CalloutAuthenticator.authenticate(...).applyTo(...) gives");
  }

  // From Java 21 on, what follows overrides methods of HttpClient. The delegate is the caller's.

  /** Does nothing: the delegate stays the caller's to close. */
  public void shutdown() {}

  /** Does nothing: the delegate stays the caller's to close. */
  public void shutdownNow() {}

  /** Does nothing: the delegate stays the caller's to close. */
  public void close() {}

  /** Returns true at once: there is nothing to wait for. */
  public boolean awaitTermination(Duration duration) {
    Objects.requireNonNull(duration, "duration");
    return true;
  }

  /** Returns false: this client can always be used. */
  public boolean isTerminated() {
    return false;
  }
}
