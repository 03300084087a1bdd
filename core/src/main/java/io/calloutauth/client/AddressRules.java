package io.calloutauth.client;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges addresses by what they are, for all tenants alike. Thread-safe. */
final class AddressRules {

  private static final int IPV4_BYTES = 4;
  private static final Cidr LOOPBACK_IPV4 = Cidr.of("127.0.0.0/8");
  private static final Cidr LOOPBACK_IPV6 = Cidr.of("::1/128");

  private final Dns64 dns64;
  private final OwnAddresses own;

  AddressRules(Dns64 dns64, OwnAddresses own) {
    this.dns64 = dns64;
    this.own = own;
  }

  /** Tells whether an address is a cloud metadata service, in whatever form it is written. */
  boolean isMetadata(InetAddress address) {
    return CloudMetadata.hasAddress(address.getAddress())
        || CloudMetadata.hasAddress(dns64.unwrap(address));
  }

  /** Tells whether an address is one that relaxations open. */
  boolean isCovered(InetAddress address, Relaxations relaxed) {
    return relaxed.cover(dns64.unwrap(address));
  }

  /**
   * Returns why an address is not on the public internet or is this node's own, to be read after
   * "is"; null when it is neither.
   */
  @Nullable String problem(InetAddress address) {
    byte[] bytes = dns64.unwrap(address);
    Optional<String> block =
        bytes.length == IPV4_BYTES ? SpecialIpv4.block(bytes) : SpecialIpv6.block(bytes);
    if (block.isPresent()) {
      return block.get();
    }
    return own.contain(AddressLiteral.ofBytes(bytes)) ? "one of this node's own" : null;
  }

  /** Tells whether an address never leaves this machine. */
  static boolean isLoopback(InetAddress address) {
    byte[] bytes = address.getAddress();
    return LOOPBACK_IPV4.contains(bytes) || LOOPBACK_IPV6.contains(bytes);
  }
}
