package io.calloutauth.testkit;

import io.calloutauth.client.FakeRequest;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.TestEndpoints;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback address that writes every byte of its answers itself: what a
 * well-behaved HTTP server would not let pass can be tried.
 */
public final class FakeServer implements AutoCloseable {

  /** Writes the answer to one request. */
  public interface Script {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final String scheme;
  private final @Nullable Script script;
  private final BlockingQueue<FakeRequest> requests = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final CountDownLatch hungUp = new CountDownLatch(1);

  private FakeServer(ServerSocket listener, String scheme, @Nullable Script script) {
    this.listener = listener;
    this.scheme = scheme;
    this.script = script;
    start(this::accept);
  }

  public static FakeServer start(Script script) throws IOException {
    return new FakeServer(
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http", script);
  }

  public static FakeServer startTls(SSLContext tls, Script script) throws IOException {
    return startTls(tls, tls.getDefaultSSLParameters(), script);
  }

  /** Starts one that speaks TLS by some parameters. */
  public static FakeServer startTls(SSLContext tls, SSLParameters parameters, Script script)
      throws IOException {
    SSLServerSocketFactory sockets = tls.getServerSocketFactory();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    SSLServerSocket listener = (SSLServerSocket) sockets.createServerSocket(0, 50, loopback);
    listener.setSSLParameters(parameters);
    return new FakeServer(listener, "https", script);
  }

  /** Starts one that takes connections and never says anything. */
  public static FakeServer startSilent(String scheme) throws IOException {
    return new FakeServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), scheme, null);
  }

  /** Answers each request with this text, line feeds as CR LF up to the body. */
  public static Script text(String head, String body) {
    return bytes(head, body.getBytes(StandardCharsets.UTF_8));
  }

  public static Script bytes(String head, byte[] body) {
    return out -> {
      String lines = head + "\nContent-Length: " + body.length + "\n\n";
      out.write(lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      out.write(body);
    };
  }

  /** Answers each request with 200 and this JSON. */
  public static Script json(String body) {
    return text("HTTP/1.1 200 OK\nContent-Type: application/json\nCache-Control: no-store", body);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fake-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    int connection = connections.incrementAndGet();
    connected.countDown();
    try (socket) {
      if (script == null) {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        hungUp.countDown();
        return;
      }
      while (true) {
        requests.add(FakeRequest.read(socket.getInputStream(), connection));
        script.answer(socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      hungUp.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns an endpoint of this server whose host is any name. */
  public Endpoint endpoint(String host, String pathAndQuery) {
    return TestEndpoints.of(
        URI.create(scheme + "://" + host + ":" + listener.getLocalPort() + pathAndQuery));
  }

  public Endpoint endpoint(String pathAndQuery) {
    return endpoint("localhost", pathAndQuery);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Returns the next request that has arrived. */
  public FakeRequest request() throws InterruptedException {
    FakeRequest request = requests.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new IllegalStateException("no request arrived");
    }
    return request;
  }

  /** Returns how many requests have arrived that nobody took. */
  public int waiting() {
    return requests.size();
  }

  /** Waits until a client has connected. */
  public void awaitConnection() throws InterruptedException {
    if (!connected.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody connected");
    }
  }

  public int connections() {
    return connections.get();
  }

  /** Returns whether a client has closed its connection, waiting until it does. */
  public boolean sawHangUp() throws InterruptedException {
    return hungUp.await(20, TimeUnit.SECONDS);
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
