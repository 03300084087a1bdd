package io.calloutauth.adapter;

import io.calloutauth.CalloutAuthenticator;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real HTTP client with its adapter, as a host would build it. */
interface AdapterClient extends AutoCloseable {

  /** The notification of clients that have one for all callouts. */
  String NOTIFICATION = "invoice-posted";

  /** Builds clients. */
  interface Factory {

    /**
     * Builds one.
     *
     * @param byAttribute whether each request names its notification
     * @param redirects whether the client follows redirects
     */
    AdapterClient client(CalloutAuthenticator callouts, boolean byAttribute, boolean redirects);
  }

  /** Sends one callout, and returns its status and body; throws what the client throws. */
  Received send(Post post) throws Exception;

  /** Returns how many connections are in use; -1 where the client does not tell. */
  int leased();

  /** Returns how many connections there are, in use or not; -1 where the client does not tell. */
  int pooled();

  @Override
  void close() throws IOException;

  /** What a caller gets. */
  record Received(int status, String body) {}

  /** A callout. */
  record Post(
      String method,
      URI target,
      ByteBuffer body,
      Map<String, String> headers,
      boolean once,
      @Nullable String notification) {

    Post(URI target, String body) {
      this(
          "POST",
          target,
          ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
          Map.of(),
          false,
          null);
    }

    Post with(String name, String value) {
      return new Post(method, target, body, Map.of(name, value), once, notification);
    }

    byte[] bytes() {
      byte[] bytes = new byte[body.remaining()];
      body.duplicate().get(bytes);
      return bytes;
    }

    /** Returns the same without a body, by GET. */
    Post fetched() {
      return new Post("GET", target, ByteBuffer.allocate(0), headers, once, notification);
    }

    Post carrying(byte[] bytes) {
      return new Post(method, target, ByteBuffer.wrap(bytes), headers, once, notification);
    }

    /** Returns the same with a body that can be sent only once. */
    Post sentOnce() {
      return new Post(method, target, body, headers, true, notification);
    }

    /** Returns the same with a request that names its notification. */
    Post of(String notificationId) {
      return new Post(method, target, body, headers, once, notificationId);
    }
  }
}
