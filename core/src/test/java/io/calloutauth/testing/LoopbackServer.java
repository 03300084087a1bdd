package io.calloutauth.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server on a free port of loopback, whose responses can be held back. Thread-safe. */
final class LoopbackServer implements AutoCloseable {

  private final HttpServer server;
  private final Function<Request, Response> responses;
  private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackServer::daemon);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private LoopbackServer(Function<Request, Response> responses) throws IOException {
    this.responses = responses;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts a server that sends the response that is made for each request. */
  static LoopbackServer start(Function<Request, Response> responses) {
    try {
      return new LoopbackServer(responses);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Holds back whoever calls {@link #awaitRelease}, until {@link #release}. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  void awaitRelease() {
    try {
      gate.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      send(exchange, responses.apply(request));
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        exchange.getRequestHeaders().getFirst("Authorization"),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    byte[] body = response.json().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Cache-Control", "no-store");
    if (response.retryAfter() != null) {
      String seconds = Long.toString(response.retryAfter().toSeconds());
      exchange.getResponseHeaders().add("Retry-After", seconds);
    }
    if (response.status() == 401) {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "callout-auth-testing");
    thread.setDaemon(true);
    return thread;
  }
}
