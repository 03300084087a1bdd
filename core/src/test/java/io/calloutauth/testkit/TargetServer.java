package io.calloutauth.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A receiver of callouts on loopback that notes every request and answers as it is told. */
public final class TargetServer implements AutoCloseable {

  /** A request as it arrived: of its body the first 1 KiB and the length. */
  public record Arrived(
      String method, URI uri, Map<String, List<String>> headers, String body, long length) {
    public String token() {
      List<String> values = headers.getOrDefault("Authorization", List.of());
      return String.join(" and ", values).replace("Bearer ", "");
    }
  }

  /** An answer. */
  public record Answer(int status, String body, Map<String, String> headers) {

    /** Makes one without headers of its own. */
    public Answer(int status, String body) {
      this(status, body, Map.of());
    }
  }

  public final List<Arrived> arrived = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  public volatile Function<Arrived, Answer> answers;

  public TargetServer(Function<Arrived, Answer> answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts a server that accepts any token but token-1. */
  public static TargetServer refusingTheFirstToken() throws IOException {
    return new TargetServer(
        request ->
            request.token().equals("token-1")
                ? new Answer(401, "first answer")
                : new Answer(200, "hello " + request.token()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Arrived request = read(exchange);
      arrived.add(request);
      Answer answer = answers.apply(request);
      exchange.getResponseHeaders().add("X-Status", Integer.toString(answer.status()));
      exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private static Arrived read(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] start = in.readNBytes(1024);
      long length = start.length + in.transferTo(OutputStream.nullOutputStream());
      return new Arrived(
          exchange.getRequestMethod(),
          exchange.getRequestURI(),
          Map.copyOf(exchange.getRequestHeaders()),
          new String(start, StandardCharsets.UTF_8),
          length);
    }
  }

  public List<String> tokens() {
    return arrived.stream().map(Arrived::token).toList();
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
