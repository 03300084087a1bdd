package io.calloutauth.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port on loopback that refuses connections, and that nobody else gets until it is closed. */
public final class ClosedPort implements AutoCloseable {

  private final Socket holder = new Socket();

  public ClosedPort() throws IOException {
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  public int number() {
    return holder.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + number() + path;
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
