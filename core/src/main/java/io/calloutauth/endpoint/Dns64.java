package io.calloutauth.endpoint;

import java.net.InetAddress;
import java.util.List;

/**
 * The translation prefixes of the node's network (RFC 6146, RFC 6147): an IPv6 address behind one
 * is an IPv4 address, and is judged as that. Immutable.
 *
 * @param prefixes blocks whose length is one of RFC 6052's
 */
record Dns64(List<Cidr> prefixes) {

  /** Keeps its own copy. */
  Dns64 {
    prefixes = List.copyOf(prefixes);
  }

  /**
   * Reads a translation prefix.
   *
   * @throws IllegalArgumentException when it is none, saying what to change
   */
  static Cidr prefix(String text) {
    Cidr prefix = Cidr.of(text);
    if (!prefix.isIpv6() || !EmbeddedIpv4.isTranslationPrefix(prefix.bits())) {
      throw new IllegalArgumentException(
          "'%s' must be an IPv6 prefix of 32, 40, 48, 56, 64 or 96 bits".formatted(text));
    }
    return prefix;
  }

  /** Returns the bytes to judge an address by: the IPv4 address behind it, or its own. */
  byte[] unwrap(InetAddress address) {
    byte[] bytes = address.getAddress();
    return prefixes.stream()
        .filter(prefix -> prefix.contains(bytes))
        .findFirst()
        .map(prefix -> EmbeddedIpv4.translated(bytes, prefix.bits()))
        .orElse(bytes);
  }
}
