package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.testkit.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;

/** A server on loopback that does to each connection what it is told, down to the socket. */
final class FaultServer implements AutoCloseable {

  /** What is done to one connection; it is closed afterwards. */
  interface Fault {
    void on(Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Fault fault;

  FaultServer(Fault fault) throws IOException {
    this.fault = fault;
    this.listener = new Listener();
    start(this::accept);
  }

  /** Accepts sockets that remember whether the client has ended TCP. */
  private static final class Listener extends ServerSocket {

    Listener() throws IOException {
      super(0, 100, InetAddress.getLoopbackAddress());
    }

    @Override
    public Socket accept() throws IOException {
      CountedSocket socket = new CountedSocket();
      implAccept(socket);
      return socket;
    }
  }

  /** Speaks TLS of a version over a socket, as the server. */
  static SSLSocket tls(TestCertificate certificate, Socket socket, String version)
      throws IOException {
    try {
      SSLSocket tls =
          (SSLSocket) certificate.showing().getSocketFactory().createSocket(socket, null, true);
      tls.setEnabledProtocols(new String[] {version});
      tls.startHandshake();
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Changes what is done to connections from now on. */
  void turnTo(Fault next) {
    fault = next;
  }

  Endpoint endpoint(String scheme) {
    return endpoint(scheme, "localhost");
  }

  /** Returns an endpoint whose host is any name. */
  Endpoint endpoint(String scheme, String host) {
    int port = listener.getLocalPort();
    return TestEndpoints.of(URI.create(scheme + "://" + host + ":" + port + "/token"));
  }

  /** Returns how many connections are open at this end. */
  int open() {
    return open.size();
  }

  /** Reads the request, and answers it with what is given. */
  static Fault answering(String text) {
    return socket -> {
      readRequest(socket);
      write(socket, text);
    };
  }

  /** Does the same, and then nothing until the client hangs up. */
  static Fault holdingAfter(String text) {
    return socket -> {
      answering(text).on(socket);
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    };
  }

  /** Does the same as {@link #answering}, and then resets the connection. */
  static Fault resettingAfter(String text) {
    return socket -> {
      answering(text).on(socket);
      reset(socket);
    };
  }

  /** Ends a connection with RST instead of FIN. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static void readRequest(Socket socket) throws IOException {
    FakeRequest.read(socket.getInputStream(), 1);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      fault.on(socket);
    } catch (IOException gone) {
      // The client hung up, which is what many tests wait for.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fault-server");
    thread.setDaemon(true);
    thread.start();
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
  }
}
