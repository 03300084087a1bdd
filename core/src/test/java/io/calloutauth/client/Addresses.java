package io.calloutauth.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Makes addresses for tests. */
final class Addresses {

  private Addresses() {}

  /** Returns the address of a literal, as the JDK reads it. */
  static InetAddress of(String literal) {
    if (!literal.matches("[0-9a-fA-F.:]+")) {
      throw new IllegalArgumentException(literal + " would be looked up");
    }
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException wrong) {
      throw new IllegalArgumentException(literal, wrong);
    }
  }

  /** Returns an IPv6 address that stays one, where the JDK makes an IPv4 address of it. */
  static InetAddress ipv6(byte[] bytes) {
    try {
      return Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }
}
