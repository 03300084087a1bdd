package io.calloutauth.example.interop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

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
    return publish(client.algorithm().value(), client::jwks);
  }

  /** Serves the certificates of a client, and returns where. */
  URI publish(ShowingClient client) {
    return publish(client.method().value(), client::jwks);
  }

  /** Serves a set under a name, as it is whenever it is asked for, and returns where. */
  URI publish(String name, Supplier<String> set) {
    String path = "/" + name;
    http.createContext(
        path,
        exchange -> {
          byte[] jwks = set.get().getBytes(StandardCharsets.UTF_8);
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
