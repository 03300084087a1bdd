package io.calloutauth.endpoint;

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

  /**
   * Returns why no relaxation opens an address, in whatever form it is written, to be read after
   * "is"; null when one may.
   */
  @Nullable String neverOpened(InetAddress address) {
    byte[] unwrapped = dns64.unwrap(address);
    if (CloudMetadata.hasAddress(address.getAddress()) || CloudMetadata.hasAddress(unwrapped)) {
      return "a cloud metadata service";
    }
    boolean linkLocal = LinkLocal.contains(address.getAddress()) || LinkLocal.contains(unwrapped);
    return linkLocal ? "link-local, where cloud metadata services are" : null;
  }

  /** Tells whether an address is one that relaxations open. */
  boolean isCovered(InetAddress address, Relaxations relaxed) {
    return relaxed.cover(dns64.unwrap(address));
  }

  /**
   * Returns why an address is not on the public internet or is one of the host's own, to be read
   * after "is"; null when it is neither.
   */
  @Nullable String problem(InetAddress address) {
    byte[] bytes = dns64.unwrap(address);
    String problem = problem(bytes);
    if (problem != null || bytes.length == IPV4_BYTES) {
      return problem;
    }
    Optional<byte[]> tunnelled = EmbeddedIpv4.isatap(bytes);
    String behind = tunnelled.isPresent() ? problem(tunnelled.get()) : null;
    return behind == null ? null : "a tunnel (ISATAP) to an address that is " + behind;
  }

  private @Nullable String problem(byte[] bytes) {
    Optional<String> block =
        bytes.length == IPV4_BYTES ? SpecialIpv4.block(bytes) : SpecialIpv6.block(bytes);
    if (block.isPresent()) {
      return block.get();
    }
    return own.contain(AddressLiteral.ofBytes(bytes)) ? "one of the host's own" : null;
  }

  /** Tells whether an address never leaves this machine. */
  static boolean isLoopback(InetAddress address) {
    byte[] bytes = address.getAddress();
    return LOOPBACK_IPV4.contains(bytes) || LOOPBACK_IPV6.contains(bytes);
  }
}
