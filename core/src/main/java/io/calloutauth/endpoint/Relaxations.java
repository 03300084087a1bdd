package io.calloutauth.endpoint;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the host's code opens for a tenant beyond the public internet. Immutable.
 *
 * @param loopback whether loopback may be used, with plain http too
 * @param blocks addresses that may be used
 * @param pairs {@code host:port} pairs that may be used wherever they lead
 */
record Relaxations(boolean loopback, List<Cidr> blocks, Set<String> pairs) {

  /** Opens nothing. */
  static final Relaxations NONE = new Relaxations(false, List.of(), Set.of());

  /** Keeps its own copies. */
  Relaxations {
    blocks = List.copyOf(blocks);
    pairs = Set.copyOf(pairs);
  }

  /** Tells whether an address may be used. */
  boolean cover(byte[] address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  /** Tells whether exactly this host in lower case with this port may be used. */
  boolean name(String host, int port) {
    return pairs.contains(pair(host, port));
  }

  /** Returns what is opened by this or by the other. */
  Relaxations and(Relaxations other) {
    return new Relaxations(
        loopback || other.loopback,
        Stream.concat(blocks.stream(), other.blocks.stream()).toList(),
        Stream.concat(pairs.stream(), other.pairs.stream()).collect(Collectors.toSet()));
  }

  /** Returns how a pair is written. */
  static String pair(String host, int port) {
    return host + ":" + port;
  }
}
