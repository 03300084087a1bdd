package io.calloutauth.endpoint;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block of IPv4 or IPv6 addresses (RFC 4632, RFC 4291 section 2.3). Immutable. */
final class Cidr {

  private static final Pattern TEXT = Pattern.compile("([0-9a-fA-F.:]{2,39})/(0|[1-9]\\d{0,2})");

  private final String text;
  private final byte[] network;
  private final int bits;

  private Cidr(String text, byte[] network, int bits) {
    this.text = text;
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads a block such as {@code 10.0.0.0/8} or {@code fd00::/8}.
   *
   * @throws IllegalArgumentException when it is none, saying what to change
   */
  static Cidr of(String text) {
    Matcher parts = TEXT.matcher(text);
    InetAddress address = parts.matches() ? AddressLiteral.of(lowerCase(parts.group(1))) : null;
    if (address == null) {
      throw wrong(text, "is not a CIDR such as 10.0.0.0/8 or fd00::/8 (canonical addresses only)");
    }
    byte[] network = address.getAddress();
    int bits = Integer.parseInt(parts.group(2));
    if (bits > network.length * 8) {
      throw wrong(text, "has a prefix longer than " + network.length * 8);
    }
    if (!endsInZeros(network, bits)) {
      throw wrong(
          text, "has address bits set after its prefix; set them to 0 or lengthen the prefix");
    }
    return new Cidr(text, network, bits);
  }

  /** Tells whether an address of 4 or 16 bytes is in the block; never across families. */
  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int i = 0; i < network.length; i++) {
      if (((address[i] ^ network[i]) & mask(bits, i)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns how many leading bits all addresses of the block share. */
  int bits() {
    return bits;
  }

  /** Tells whether the block holds IPv6 addresses. */
  boolean isIpv6() {
    return network.length == 16;
  }

  private static boolean endsInZeros(byte[] network, int bits) {
    for (int i = 0; i < network.length; i++) {
      if ((Byte.toUnsignedInt(network[i]) & ~mask(bits, i)) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int mask(int bits, int index) {
    int here = Math.max(0, Math.min(8, bits - 8 * index));
    return 0xff & (0xff00 >> here);
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("'" + text + "' " + why);
  }

  @Override
  public String toString() {
    return text;
  }
}
