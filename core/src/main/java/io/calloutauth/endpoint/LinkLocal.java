package io.calloutauth.endpoint;

import java.util.List;
import java.util.stream.Stream;

/**
 * The link-local blocks (RFC 3927, RFC 4291 section 2.5.6): what answers there serves this machine
 * alone, cloud metadata services above all. No relaxation opens them.
 */
final class LinkLocal {

  private static final List<Cidr> BLOCKS =
      Stream.of("169.254.0.0/16", "fe80::/10").map(Cidr::of).toList();

  private LinkLocal() {}

  /**
   * Tells whether an address is link-local, also when an IPv6 address wraps it. Inside global
   * unicast, where two bytes at any place may be anybody's, only a well-formed translation of it
   * counts.
   */
  static boolean contains(byte[] address) {
    return isIn(address)
        || (address.length == 16 && wrapped(address).stream().anyMatch(LinkLocal::isIn));
  }

  private static List<byte[]> wrapped(byte[] address) {
    return SpecialIpv6.contains(address)
        ? EmbeddedIpv4.candidates(address)
        : EmbeddedIpv4.wellFormed(address);
  }

  private static boolean isIn(byte[] address) {
    return BLOCKS.stream().anyMatch(block -> block.contains(address));
  }
}
