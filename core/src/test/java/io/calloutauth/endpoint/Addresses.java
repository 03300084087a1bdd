package io.calloutauth.endpoint;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Makes addresses for tests. */
public final class Addresses {

  private Addresses() {}

  /** Returns the address of a literal, as the JDK reads it; a zone is left out. */
  public static InetAddress of(String literal) {
    String address = literal.replaceFirst("%.*", "");
    if (!address.matches("[0-9a-fA-F.:]+")) {
      throw new IllegalArgumentException(literal + " would be looked up");
    }
    try {
      return InetAddress.getByName(address);
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

  /** Returns the address of that many bytes that a number stands for. */
  static InetAddress ofNumber(BigInteger number, int length) {
    byte[] bytes = new byte[length];
    byte[] digits = number.toByteArray();
    int used = Math.min(length, digits.length);
    System.arraycopy(digits, digits.length - used, bytes, length - used, used);
    return length == 4 ? AddressLiteral.ofBytes(bytes) : ipv6(bytes);
  }
}
