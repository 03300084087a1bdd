package io.calloutauth.example.interop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Serves JWK sets on a free port of 127.0.0.1, for servers that fetch them. */
final class JwksServer implements AutoCloseable {

  private final HttpServer http;

  private JwksServer(HttpServer http) {
    this.http = http;
  }

  static JwksServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.start();
    return new JwksServer(http);
  }

  /** Serves the keys of a client, and returns where. */
  URI publish(SigningClient client) {
    String path = "/" + client.algorithm().value();
    byte[] jwks = client.jwks().getBytes(StandardCharsets.UTF_8);
    http.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/jwk-set+json");
          exchange.sendResponseHeaders(200, jwks.length);
          exchange.getResponseBody().write(jwks);
          exchange.close();
        });
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
