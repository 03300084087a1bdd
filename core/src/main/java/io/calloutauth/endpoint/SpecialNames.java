package io.calloutauth.endpoint;

import java.util.List;

/**
 * The host names that no public DNS answers for (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476
 * and what clusters and containers use): refused before DNS is asked.
 */
final class SpecialNames {

  private static final List<String> DOMAINS =
      List.of(
          "localhost",
          "localhost6",
          "localdomain",
          "localdomain6",
          "local",
          "internal",
          "home.arpa",
          "test",
          "invalid",
          "alt",
          "onion",
          "i2p",
          "svc",
          "consul");

  private SpecialNames() {}

  /** Tells whether a canonical name is a single label, or in or under one of the domains. */
  static boolean contains(String host) {
    return host.indexOf('.') < 0
        || DOMAINS.stream().anyMatch(domain -> isInOrUnder(host, domain))
        || CloudMetadata.hasName(host);
  }

  /** Tells whether a name is a domain or one of its sub-domains. */
  static boolean isInOrUnder(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }
}
