package io.calloutauth.example.servers;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calloutauth.example.servers.Verdict.Accepted;
import io.calloutauth.example.servers.Verdict.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A partner that receives callouts on a random port of 127.0.0.1 and accepts only those whose
 * bearer token holds (RFC 6750): {@code /callouts/...} takes any method and answers 204, {@code
 * /me} is a test endpoint. Can be told to refuse or to be slow. Thread-safe.
 */
public final class CalloutReceiver implements AutoCloseable {

  private static final int BODY_LIMIT = 1 << 20;

  private final HttpServer http;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final TokenCheck tokens;
  private final String scope;
  private final PlannedAnswers planned = new PlannedAnswers();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  private CalloutReceiver(HttpServer http, ReceiverOptions options) {
    this.http = http;
    this.tokens = options.toCheck();
    this.scope = options.requiredScope();
  }

  /**
   * Starts a receiver, which listens when this returns.
   *
   * @throws IOException if no port is to be had
   */
  public static CalloutReceiver start(ReceiverOptions options) throws IOException {
    HttpServer http = HttpServer.create(Loopback.at(0), 0);
    var receiver = new CalloutReceiver(http, options);
    http.createContext("/callouts", receiver::receive);
    http.createContext("/me", receiver::describe);
    http.setExecutor(receiver.workers);
    http.start();
    return receiver;
  }

  /** Returns the address under which everything is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Returns where callouts are received; anything may follow in the path. */
  public URI calloutsEndpoint() {
    return address().resolve("/callouts");
  }

  /** Returns the test endpoint: it names the client that a good token was issued to. */
  public URI testEndpoint() {
    return address().resolve("/me");
  }

  /** Returns the callouts that were accepted until now, oldest first. */
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** Returns how many callouts were refused, for whatever reason. */
  public int refusals() {
    return refusals.get();
  }

  /**
   * Refuses the next callouts with a status between 400 and 599, whatever their tokens are worth.
   */
  public void answerNext(int times, int status) {
    planned.add(times, status);
  }

  /** Makes the next callouts wait for their answers. */
  public void delayNext(int times, Duration delay) {
    planned.add(times, delay);
  }

  /** Stops at once and frees the port. Closing twice does nothing more. */
  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
  }

  private void receive(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
    Duration delay = planned.takeDelay();
    if (delay.isZero()) {
      answerCallout(exchange, body);
      return;
    }
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, workers)
        .execute(() -> answerCallout(exchange, body));
  }

  private void answerCallout(HttpExchange exchange, byte[] body) {
    Verdict verdict = body.length > BODY_LIMIT ? new Refused(413, null) : judge(exchange);
    if (verdict instanceof Refused refused) {
      refusals.incrementAndGet();
      refuse(exchange, refused);
    } else if (verdict instanceof Accepted accepted) {
      deliveries.add(delivery(exchange, body, accepted));
      answer(exchange, 204, "");
    }
  }

  private Verdict judge(HttpExchange exchange) {
    return planned.takeAnswer(scope).map(Verdict.class::cast).orElseGet(() -> check(exchange));
  }

  private Verdict check(HttpExchange exchange) {
    return tokens.checkHeaders(
        exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
  }

  private void describe(HttpExchange exchange) {
    Verdict verdict = check(exchange);
    if (verdict instanceof Refused refused) {
      refuse(exchange, refused);
    } else if (verdict instanceof Accepted accepted) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      answer(exchange, 200, JSONObjectUtils.toJSONString(Map.of("client_id", accepted.clientId())));
    }
  }

  private static Delivery delivery(HttpExchange exchange, byte[] body, Accepted accepted) {
    return new Delivery(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        new String(body, StandardCharsets.UTF_8),
        accepted.clientId(),
        accepted.tokenId());
  }

  private static void refuse(HttpExchange exchange, Refused refused) {
    if (refused.challenge() != null) {
      exchange.getResponseHeaders().set("WWW-Authenticate", refused.challenge());
    }
    if (refused.status() == 429) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    answer(exchange, refused.status(), "");
  }

  private static void answer(HttpExchange exchange, int status, String body) {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      // The caller has gone, and nobody else waits for this answer.
    }
  }
}
