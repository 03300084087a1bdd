package io.calloutauth.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses that are written in the one canonical way: four decimal numbers without
 * leading zeros, or RFC 5952. Any other way of writing an address is read differently by different
 * parsers and is no literal here.
 */
public final class AddressLiteral {

  private static final Pattern IPV4 =
      Pattern.compile(
          "(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
  private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-f:]{2,39}");

  private AddressLiteral() {}

  /** Returns the address of a URL's host in lower case, IPv6 in brackets; null for a name. */
  public static @Nullable InetAddress ofHost(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return ipv6(host.substring(1, host.length() - 1));
    }
    return ipv4(host);
  }

  /** Returns the address that a text without brackets stands for; null when it is none. */
  static @Nullable InetAddress of(String text) {
    return text.contains(":") ? ipv6(text) : ipv4(text);
  }

  private static @Nullable InetAddress ipv4(String text) {
    Matcher parts = IPV4.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      int part = Integer.parseInt(parts.group(i + 1));
      if (part > 255) {
        return null;
      }
      bytes[i] = (byte) part;
    }
    return ofBytes(bytes);
  }

  private static @Nullable InetAddress ipv6(String text) {
    if (!IPV6_CHARACTERS.matcher(text).matches()) {
      return null;
    }
    try {
      // In brackets the JDK never asks DNS. What it reads too generously, the comparison refuses.
      InetAddress address = InetAddress.getByName("[" + text + "]");
      return Ipv6Text.of(address.getAddress()).equals(text) ? address : null;
    } catch (UnknownHostException notAnAddress) {
      return null;
    }
  }

  /** Returns the address of 4 or 16 bytes. */
  static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", impossible);
    }
  }
}
