package io.calloutauth.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.calloutauth.soak.Behaviour.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The other side of an endurance run, on loopback: a token endpoint for each {@link Behaviour}, a
 * revocation endpoint of which half the requests fail, a test endpoint, and a receiver of callouts
 * that refuses some. A token names its client: {@code of.<client>.<number>}. Keeps no request.
 */
final class SoakServer implements AutoCloseable {

  private static final int THREADS = 40;
  private static final int REFUSED_OF = 25;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicLong revocations = new AtomicLong();
  private final AtomicLong callouts = new AtomicLong();
  private final Tally tally;

  SoakServer(Tally tally) throws IOException {
    this.tally = tally;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    for (Behaviour each : Behaviour.values()) {
      AtomicLong numbers = new AtomicLong();
      server.createContext(
          tokenPath(each), exchange -> token(exchange, each, numbers.incrementAndGet()));
    }
    server.createContext("/revoke", this::revoke);
    server.createContext("/me", exchange -> send(exchange, new Reply(200, "{}")));
    server.createContext("/orders", this::receive);
    server.setExecutor(threads);
    server.start();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  static String tokenPath(Behaviour behaviour) {
    return "/token/" + behaviour;
  }

  private void token(HttpExchange exchange, Behaviour behaviour, long number) throws IOException {
    tally.count("token requests");
    tally.count("token requests: " + behaviour);
    String token = "of." + client(exchange) + "." + number;
    send(exchange, behaviour.reply(token, number));
  }

  private static String client(HttpExchange exchange) {
    String basic = exchange.getRequestHeaders().getFirst("Authorization").substring(6);
    String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
    return pair.substring(0, pair.indexOf(':'));
  }

  private void revoke(HttpExchange exchange) throws IOException {
    tally.count("revocation requests");
    send(exchange, new Reply(revocations.incrementAndGet() % 2 == 0 ? 200 : 503, ""));
  }

  private void receive(HttpExchange exchange) throws IOException {
    boolean refused = callouts.incrementAndGet() % REFUSED_OF == 0;
    tally.count(refused ? "receiver: refused with 401" : "receiver: accepted");
    send(exchange, new Reply(refused ? 401 : 200, "{}"));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Pace.pass(reply.delay());
      byte[] body = reply.bytes();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
