package io.calloutauth.example.benchmarks.loopback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A token endpoint that answers as it is told, holds no thread while it takes its time, and notes
 * who got a token when. Asks for nobody's password.
 */
public final class TokenEndpoint implements AutoCloseable {

  /**
   * A token that was handed out.
   *
   * @param clientId to whom
   * @param nanos when, by {@link System#nanoTime()}
   */
  public record Issue(String clientId, long nanos) {}

  private static final int THREADS = 4;
  private static final String ERROR = "{\"error\":\"invalid_client\"}";

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger tokens = new AtomicInteger();
  private final ConcurrentLinkedQueue<Issue> issues = new ConcurrentLinkedQueue<>();
  private final HttpServer server = Loopback.start(this::take, threads);
  private volatile Supplier<Reply> replies = () -> Reply.token(Duration.ZERO, Duration.ofHours(1));

  /** Answers every request from now on as this says. */
  public void answer(Supplier<Reply> replies) {
    this.replies = replies;
  }

  /** Returns where tokens are asked for. */
  public URI uri() {
    return Loopback.uri(server, "/token");
  }

  /** Returns how many requests came. */
  public int requests() {
    return requests.get();
  }

  /** Returns the tokens that were handed out, in no particular order. */
  public List<Issue> issues() {
    return List.copyOf(issues);
  }

  private void take(HttpExchange request) throws IOException {
    request.getRequestBody().readAllBytes();
    requests.incrementAndGet();
    Reply reply = replies.get();
    Duration delay = reply.delay();
    if (delay == null) {
      return; // until the server is closed
    }
    if (delay.isZero()) {
      send(request, reply);
    } else {
      schedule(request, reply, delay);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it answers, and that is all
  private void schedule(HttpExchange request, Reply reply, Duration delay) {
    threads.schedule(() -> send(request, reply), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void send(HttpExchange request, Reply reply) {
    Duration lifetime = reply.lifetime();
    try (request) {
      if (lifetime == null) {
        answer(request, reply.status(), ERROR);
      } else {
        issues.add(new Issue(clientId(request), System.nanoTime()));
        answer(request, 200, token(lifetime));
      }
    } catch (IOException gone) {
      // whoever asked gave up: the request was counted
    }
  }

  private String token(Duration lifetime) {
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
        .formatted(
            "opaque-token-of-this-run-number-" + tokens.incrementAndGet(), lifetime.toSeconds());
  }

  private static String clientId(HttpExchange request) {
    String basic = request.getRequestHeaders().getFirst("Authorization");
    byte[] pair = Base64.getDecoder().decode(basic.substring("Basic ".length()));
    return new String(pair, StandardCharsets.UTF_8).split(":", 2)[0];
  }

  private static void answer(HttpExchange request, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    request.getResponseHeaders().set("Content-Type", "application/json");
    request.sendResponseHeaders(status, bytes.length);
    request.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
