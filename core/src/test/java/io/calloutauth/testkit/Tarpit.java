package io.calloutauth.testkit;

import io.calloutauth.endpoint.PublicEndpoints;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that takes connections and never says anything, or hangs up at once. */
public final class Tarpit implements AutoCloseable {

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean hangingUp;

  public Tarpit() throws IOException {
    listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Returns a URL under a host's name, which a test's resolver leads to loopback. */
  public String url(String host) {
    return "https://" + host + ":" + listener.getLocalPort() + "/token";
  }

  /** Returns an endpoint policy under which every name leads to loopback. */
  public static PublicEndpoints policy() {
    return PublicEndpoints.builder()
        .allowLoopbackHttp()
        .allowCidr("127.0.0.0/8")
        .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()))
        .build();
  }

  /** Hangs up on who connects from now on, instead of holding it. */
  public void hangUp(boolean now) {
    hangingUp = now;
  }

  /** Returns how many connections are open, as far as clients have not closed theirs. */
  public int open() {
    return open.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> hold(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void hold(Socket socket) {
    try (socket) {
      if (!hangingUp) {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException reset) {
      // The same as the end of the stream: the client is gone.
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
