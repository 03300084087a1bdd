package io.calloutauth.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An HTTP proxy on the loopback address that knows CONNECT: it resolves every name to this machine,
 * and remembers all that clients wrote.
 */
final class TunnelProxy implements AutoCloseable {

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String answer;
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  private TunnelProxy(String answer) throws IOException {
    this.answer = answer;
    start(this::accept);
  }

  /** Starts one that makes tunnels. */
  static TunnelProxy start() throws IOException {
    return answering("HTTP/1.1 200 Connection established\r\nVia: us\r\n\r\n");
  }

  /** Starts one that answers whatever it is asked with this, and makes a tunnel if it is a 200. */
  static TunnelProxy answering(String answer) throws IOException {
    return new TunnelProxy(answer);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "tunnel-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      asked.add(head);
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      if (!answer.startsWith("HTTP/1.1 200")) {
        return;
      }
      String authority = head.split(" ", -1)[1];
      int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
      try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
        sockets.add(target);
        start(() -> copy(target, client));
        forward(client.getInputStream(), target.getOutputStream());
      }
    } catch (IOException e) {
      // One side hung up.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no whole head");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void copy(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side hung up.
    }
  }

  private void forward(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[4096];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      synchronized (seen) {
        seen.write(buffer, 0, read);
      }
      out.write(buffer, 0, read);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Returns the heads that clients sent. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** Returns all that went through tunnels from clients to targets, a character for each byte. */
  String seen() {
    synchronized (seen) {
      return seen.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : List.copyOf(sockets)) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
