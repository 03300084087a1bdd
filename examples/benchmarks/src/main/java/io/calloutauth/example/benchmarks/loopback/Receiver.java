package io.calloutauth.example.benchmarks.loopback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Receives callouts: takes every one that has a bearer token, and says no more than that. */
public final class Receiver implements AutoCloseable {

  private static final int THREADS = 4;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server = Loopback.start(Receiver::answer, threads);

  /** Returns where callouts go. */
  public URI uri() {
    return Loopback.uri(server, "/callouts");
  }

  private static void answer(HttpExchange callout) throws IOException {
    callout.getRequestBody().readAllBytes();
    String header = callout.getRequestHeaders().getFirst("Authorization");
    callout.sendResponseHeaders(header != null && header.startsWith("Bearer ") ? 204 : 401, -1);
    callout.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
