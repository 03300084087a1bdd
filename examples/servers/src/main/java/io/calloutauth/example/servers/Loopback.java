package io.calloutauth.example.servers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** 127.0.0.1, the only address that these servers listen on: no look-up, and never {@code ::1}. */
final class Loopback {

  private Loopback() {}

  static InetAddress address() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }

  /** Returns an address to bind to; port 0 takes any free one. */
  static InetSocketAddress at(int port) {
    return new InetSocketAddress(address(), port);
  }
}
