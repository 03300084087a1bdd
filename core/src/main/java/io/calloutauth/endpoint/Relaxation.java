package io.calloutauth.endpoint;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One thing that the host's code opens.
 *
 * @param words what it is, for an operator
 * @param opened what it opens
 */
record Relaxation(String words, Relaxations opened) {

  /** Returns the one that opens loopback. */
  static Relaxation loopback() {
    return new Relaxation(
        "plain http and every port are allowed to loopback",
        new Relaxations(true, List.of(), Set.of()));
  }

  /**
   * Returns the one that opens a block.
   *
   * @throws IllegalArgumentException when the text is none
   */
  static Relaxation cidr(String text) {
    Cidr block = Cidr.of(text);
    return new Relaxation(
        "addresses in " + block + " are allowed", new Relaxations(false, List.of(block), Set.of()));
  }

  /**
   * Returns the one that opens a host with a port.
   *
   * @throws IllegalArgumentException when either cannot be an endpoint's
   */
  static Relaxation pair(String host, int port) {
    String pair = Relaxations.pair(canonicalHost(host), existingPort(port));
    return new Relaxation(
        pair + " is allowed wherever it leads", new Relaxations(false, List.of(), Set.of(pair)));
  }

  /**
   * Returns a host in lower case.
   *
   * @throws IllegalArgumentException when it is not canonical, a metadata service or link-local
   */
  static String canonicalHost(String host) {
    String canonical = host.toLowerCase(Locale.ROOT);
    if (!HostName.isCanonicalHost(canonical)) {
      throw new IllegalArgumentException(
          "'%s' must be a host name in ASCII without trailing dot, or an address in canonical form, IPv6 in brackets"
              .formatted(host));
    }
    if (isNeverOpened(canonical)) {
      throw new IllegalArgumentException(
          "'" + host + "' is a cloud metadata service or link-local: never allowed");
    }
    return canonical;
  }

  /**
   * Returns a port.
   *
   * @throws IllegalArgumentException when there is no such port
   */
  static int existingPort(int port) {
    if (!AllowedPorts.exists(port)) {
      throw new IllegalArgumentException("port " + port + " must be from 1 to 65535");
    }
    return port;
  }

  private static boolean isNeverOpened(String host) {
    InetAddress literal = AddressLiteral.ofHost(host);
    if (literal == null) {
      return CloudMetadata.hasName(host);
    }
    byte[] address = literal.getAddress();
    return CloudMetadata.hasAddress(address) || LinkLocal.contains(address);
  }
}
