package io.calloutauth.endpoint;

import java.util.List;
import java.util.Optional;

/**
 * The IPv6 addresses that are not the public internet: all outside global unicast (loopback,
 * link-local, unique local, multicast, mapped, translated and NAT64 forms among them), and inside
 * it the blocks of the IANA special-purpose registry (RFC 6890).
 */
final class SpecialIpv6 {

  private static final Cidr GLOBAL_UNICAST = Cidr.of("2000::/3");

  private static final List<SpecialBlock> BLOCKS =
      SpecialBlock.list(
          "2001::/23 protocol assignments: Teredo, benchmarking, ORCHID, AMT, AS112",
          "2001:db8::/32 documentation",
          "2002::/16 6to4, which holds any IPv4 address",
          "2620:4f:8000::/48 AS112, direct delegation",
          "3ffe::/16 6bone, given back (RFC 3701)",
          "3fff::/20 documentation");

  private SpecialIpv6() {}

  /** Tells whether an address of 16 bytes is special. */
  static boolean contains(byte[] address) {
    return block(address).isPresent();
  }

  /** Returns what makes an address of 16 bytes special, in words; empty when nothing does. */
  static Optional<String> block(byte[] address) {
    return GLOBAL_UNICAST.contains(address)
        ? SpecialBlock.of(address, BLOCKS)
        : Optional.of("no part of " + GLOBAL_UNICAST + " (global unicast)");
  }
}
