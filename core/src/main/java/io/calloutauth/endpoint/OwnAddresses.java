package io.calloutauth.endpoint;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's own addresses: those of this node's network interfaces, public ones among them, and
 * the blocks that the host names as its cluster's. The interfaces are read at most once a minute;
 * while they cannot be read, the last ones known count. Thread-safe.
 */
final class OwnAddresses {

  private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final Interfaces interfaces;
  private final InstantSource clock;
  private final List<Cidr> cluster;
  private Set<InetAddress> known = Set.of();
  private Instant nextRead = Instant.MIN;

  OwnAddresses(Interfaces interfaces, InstantSource clock) {
    this(interfaces, clock, List.of());
  }

  private OwnAddresses(Interfaces interfaces, InstantSource clock, List<Cidr> cluster) {
    this.interfaces = interfaces;
    this.clock = clock;
    this.cluster = List.copyOf(cluster);
  }

  /** Returns the addresses of the machine that this runs on. */
  static OwnAddresses ofThisNode() {
    return new OwnAddresses(OwnAddresses::readInterfaces, InstantSource.system());
  }

  /** Returns these addresses and those of some blocks. */
  OwnAddresses and(List<Cidr> blocks) {
    return new OwnAddresses(interfaces, clock, blocks);
  }

  /** Tells whether an address is one of them. */
  boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    return cluster.stream().anyMatch(block -> block.contains(bytes)) || isOfThisNode(address);
  }

  private synchronized boolean isOfThisNode(InetAddress address) {
    Instant now = clock.instant();
    if (!now.isBefore(nextRead)) {
      nextRead = now.plus(KEPT);
      read();
    }
    return known.contains(address);
  }

  private void read() {
    try {
      known = Set.copyOf(interfaces.addresses());
    } catch (SocketException unreadable) {
      LOG.warn("the addresses of this node's own network interfaces cannot be read", unreadable);
    }
  }

  private static Set<InetAddress> readInterfaces() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .collect(Collectors.toSet());
  }

  /** Reads the addresses of all interfaces. */
  @FunctionalInterface
  interface Interfaces {

    /** Returns them, as they are now. */
    Set<InetAddress> addresses() throws SocketException;
  }
}
