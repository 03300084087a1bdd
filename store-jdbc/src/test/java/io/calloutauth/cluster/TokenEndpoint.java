package io.calloutauth.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calloutauth.ClusterNode;
import io.calloutauth.cluster.History.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token endpoint that takes its time, and writes down each token that it gives: for client {@code
 * c7} that asks for scope {@code v2}, the token {@code 7-2-<number>}.
 */
final class TokenEndpoint implements AutoCloseable {

  private static final Pattern SCOPE = Pattern.compile("scope=v(\\d+)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicReference<@Nullable HeldExchange> hold = new AtomicReference<>();
  private final History history;
  private final Terms terms;

  TokenEndpoint(History history, Terms terms) throws IOException {
    this.history = history;
    this.terms = terms;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.createContext("/token", this::token);
    server.createContext("/revoke", exchange -> answer(exchange, ""));
    server.setExecutor(threads);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /**
   * Holds up the next exchange of one of some nodes, until it is let go.
   *
   * @param nodes which nodes
   */
  HeldExchange holdNext(IntPredicate nodes) {
    HeldExchange next = new HeldExchange(nodes);
    hold.set(next);
    return next;
  }

  private void token(HttpExchange exchange) throws IOException {
    long arrived = System.currentTimeMillis();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int provider = provider(exchange.getRequestHeaders().getFirst("Authorization"));
    int scope = scope(body);
    int node = Integer.parseInt(exchange.getRequestHeaders().getFirst(ClusterNode.HEADER));
    holdUp(node);
    long latency = ThreadLocalRandom.current().nextLong(terms.exchange() / 7, terms.exchange());
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(latency));
    String token = provider + "-" + scope + "-" + numbers.incrementAndGet();
    history.issued(new Issued(node, provider, scope, token, arrived, System.currentTimeMillis()));
    answer(
        exchange,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(token, terms.lifetime() / 1_000));
  }

  private void holdUp(int node) {
    HeldExchange next = hold.get();
    if (next != null && next.isFor(node) && hold.compareAndSet(next, null)) {
      next.holdUp(node);
    }
  }

  private static int provider(String basic) {
    String pair =
        new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8);
    return Integer.parseInt(pair.substring(1, pair.indexOf(':')));
  }

  private static int scope(String body) {
    Matcher scope = SCOPE.matcher(body);
    if (!scope.find()) {
      throw new IllegalArgumentException("a request without a scope");
    }
    return Integer.parseInt(scope.group(1));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
