package io.calloutauth.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A receiver on a plain socket that answers some requests with a 401, never answers the next one,
 * and notices when the caller gives that one up.
 */
public final class SilentTarget implements AutoCloseable {

  private static final String REFUSAL = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";

  public final CountDownLatch waiting = new CountDownLatch(1);
  public final CountDownLatch givenUp = new CountDownLatch(1);
  public final List<String> tokens = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int refusals;

  public SilentTarget(int refusals) throws IOException {
    this.refusals = refusals;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/silent");
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> talk(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      while (readHead(in)) {
        if (tokens.size() > refusals) {
          waiting.countDown();
        } else {
          socket.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException reset) {
      // The same as the end of the stream: the caller is gone.
    }
    if (waiting.getCount() == 0) {
      givenUp.countDown();
    }
  }

  private boolean readHead(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      if (line.startsWith("Authorization: Bearer ")) {
        tokens.add(line.substring("Authorization: Bearer ".length()));
      }
      line = in.readLine();
    }
    return line != null;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
