package io.calloutauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A server on the loopback address that answers no SYN. */
public final class DeafServer implements AutoCloseable {

  private final ServerSocket listener;
  private final List<Socket> crowd = new ArrayList<>();

  private DeafServer(InetSocketAddress address) throws IOException {
    listener = new ServerSocket();
    listener.bind(address, 1);
  }

  public static DeafServer start() throws IOException {
    return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Starts one at a loopback address and port. */
  public static DeafServer at(InetSocketAddress address) throws IOException {
    DeafServer server = new DeafServer(address);
    server.fillBacklog();
    return server;
  }

  /** Nobody accepts: once the kernel's queue is full, it drops what comes. */
  private void fillBacklog() throws IOException {
    boolean full = false;
    while (!full && crowd.size() < 20) {
      Socket socket = new Socket();
      crowd.add(socket);
      try {
        socket.connect(listener.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException dropped) {
        full = true;
      }
    }
    assertThat(full).isTrue();
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : crowd) {
      socket.close();
    }
    listener.close();
  }
}
