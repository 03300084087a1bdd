package io.calloutauth.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A receiver on a plain socket that answers the first token with a 401 whose body never ends, and
 * every other one with 200.
 */
public final class EndlessTarget implements AutoCloseable {

  /** How a body does not end. */
  public enum Body {
    /** It goes on and on. */
    FLOWS("Transfer-Encoding: chunked\r\n\r\n", "5\r\nagain\r\n"),
    /** Its rest does not come. */
    STOPS("Content-Length: 100\r\n\r\nhalf", "");

    private final String start;
    private final String more;

    Body(String start, String more) {
      this.start = start;
      this.more = more;
    }
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Body body;

  public EndlessTarget(Body body) throws IOException {
    this.body = body;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/endless");
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> talk(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = socket.getOutputStream();
      for (String token = token(in); token != null; token = token(in)) {
        if (token.equals("token-1")) {
          refuse(out);
        } else {
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
      }
    } catch (IOException reset) {
      // The same as the end of the stream: the caller is gone.
    }
  }

  /** Reads a request, which must have no body; null when none comes any more. */
  private static @Nullable String token(BufferedReader in) throws IOException {
    String token = "";
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      if (line.startsWith("Authorization: Bearer ")) {
        token = line.substring("Authorization: Bearer ".length());
      }
      line = in.readLine();
    }
    return line == null ? null : token;
  }

  private void refuse(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 401 Unauthorized\r\n" + body.start);
    while (!body.more.isEmpty()) {
      write(out, body.more);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
