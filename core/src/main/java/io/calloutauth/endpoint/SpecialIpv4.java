package io.calloutauth.endpoint;

import java.util.List;
import java.util.Optional;

/**
 * The IPv4 blocks that are not the public internet: the IANA special-purpose registry (RFC 6890)
 * and multicast. Blocks that the registry calls globally reachable are here too: what answers there
 * is infrastructure and no authorization server.
 */
final class SpecialIpv4 {

  private static final List<SpecialBlock> BLOCKS =
      SpecialBlock.list(
          "0.0.0.0/8 this host on this network",
          "10.0.0.0/8 private use",
          "100.64.0.0/10 carriers' address translation",
          "127.0.0.0/8 loopback",
          "169.254.0.0/16 link-local",
          "172.16.0.0/12 private use",
          "192.0.0.0/24 protocol assignments",
          "192.0.2.0/24 documentation",
          "192.31.196.0/24 AS112",
          "192.52.193.0/24 AMT",
          "192.88.99.0/24 relays from 6to4, deprecated",
          "192.168.0.0/16 private use",
          "192.175.48.0/24 AS112, direct delegation",
          "198.18.0.0/15 benchmarking",
          "198.51.100.0/24 documentation",
          "203.0.113.0/24 documentation",
          "224.0.0.0/4 multicast",
          "240.0.0.0/4 reserved, and the limited broadcast at its end");

  private SpecialIpv4() {}

  /** Tells whether an address of 4 bytes is in one of the blocks. */
  static boolean contains(byte[] address) {
    return block(address).isPresent();
  }

  /** Returns the block that an address of 4 bytes is in, in words; empty when it is in none. */
  static Optional<String> block(byte[] address) {
    return SpecialBlock.of(address, BLOCKS);
  }
}
