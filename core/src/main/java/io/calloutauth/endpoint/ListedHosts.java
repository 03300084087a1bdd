package io.calloutauth.endpoint;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The allow list of hosts that the host's code narrows endpoints to: exact hosts, and domains whose
 * sub-domains count. Immutable.
 *
 * @param exact hosts in canonical form
 * @param domains each with a dot before it
 */
record ListedHosts(Set<String> exact, Set<String> domains) {

  private static final String ANY_LABELS = "*";

  /** Keeps its own copies. */
  ListedHosts {
    exact = Set.copyOf(exact);
    domains = Set.copyOf(domains);
  }

  /**
   * Reads one entry: a host, or {@code *.} and a domain.
   *
   * @throws IllegalArgumentException when it is neither, saying what to change
   */
  static ListedHosts of(String entry) {
    if (!entry.startsWith(ANY_LABELS + ".")) {
      return new ListedHosts(Set.of(Relaxation.canonicalHost(entry)), Set.of());
    }
    String domain = Relaxation.canonicalHost(entry.substring(2));
    if (AddressLiteral.ofHost(domain) != null) {
      throw new IllegalArgumentException("'" + entry + "' must not have an address after '*.'");
    }
    return new ListedHosts(Set.of(), Set.of("." + domain));
  }

  /** Returns what is listed by this or by the other, which may be missing. */
  ListedHosts and(@Nullable ListedHosts other) {
    return other == null
        ? this
        : new ListedHosts(union(exact, other.exact), union(domains, other.domains));
  }

  /** Tells whether a host in lower case is listed. */
  boolean contain(String host) {
    return exact.contains(host) || domains.stream().anyMatch(host::endsWith);
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
  }
}
