package io.calloutauth.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calloutauth.ClusterNode;
import io.calloutauth.cluster.ClusterGrant.Answer;
import io.calloutauth.cluster.ClusterGrant.Asked;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A token endpoint that takes its time, and writes down each token that its grant gives. */
final class TokenEndpoint implements AutoCloseable {

  /** Whoever asks without the number of a node. */
  private static final int ADMINISTRATOR = -1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicReference<@Nullable HeldExchange> hold = new AtomicReference<>();
  private final History history;
  private final Terms terms;
  private final ClusterGrant grant;

  TokenEndpoint(History history, Terms terms, ClusterGrant grant) throws IOException {
    this.history = history;
    this.grant = grant;
    this.terms = terms;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.createContext("/token", this::token);
    server.createContext("/revoke", this::revoke);
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
    String form = form(exchange);
    String client = exchange.getRequestHeaders().getFirst("Authorization");
    String number = exchange.getRequestHeaders().getFirst(ClusterNode.HEADER);
    int node = number == null ? ADMINISTRATOR : Integer.parseInt(number);
    holdUp(node);
    long latency = ThreadLocalRandom.current().nextLong(terms.exchange() / 7, terms.exchange());
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(latency));
    Asked asked = new Asked(node, provider(client), client, form, arrived);
    Answer answer = grant.answer(asked);
    if (answer.token() != null) {
      long answered = System.currentTimeMillis();
      history.issued(
          new Issued(node, asked.provider(), answer.scope(), answer.token(), arrived, answered));
    }
    answer(exchange, answer.status(), answer.body());
  }

  private void revoke(HttpExchange exchange) throws IOException {
    grant.revoke(exchange.getRequestHeaders().getFirst("Authorization"), form(exchange));
    answer(exchange, 200, "");
  }

  private static String form(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
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

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
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
