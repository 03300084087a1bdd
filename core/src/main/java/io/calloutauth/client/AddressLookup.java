package io.calloutauth.client;

import io.calloutauth.client.AddressCheck.Outcome;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host and judges every one. Thread-safe. */
final class AddressLookup {

  private final BoundedResolver resolver;

  AddressLookup(BoundedResolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Returns what the rules say about a canonical host in lower case. Blocks for at most 2 seconds;
   * a refused host and an address literal never reach DNS.
   *
   * @param named whether a relaxation names the host
   */
  AddressCheck find(String tenant, String host, boolean named, EndpointRules rules) {
    if (!rules.allowsHost(host, named)) {
      return disallowed();
    }
    InetAddress literal = AddressLiteral.ofHost(host);
    List<InetAddress> found = literal == null ? resolver.resolve(tenant, host) : List.of(literal);
    if (found.isEmpty()) {
      return new AddressCheck(Outcome.UNRESOLVED, List.of());
    }
    boolean allowed = found.stream().allMatch(address -> rules.allowsAddress(host, named, address));
    return allowed ? new AddressCheck(Outcome.ALLOWED, found) : disallowed();
  }

  /** Returns the addresses of an egress proxy, wherever it is. Blocks for at most 2 seconds. */
  AddressCheck find(String tenant, EgressProxy proxy) {
    InetAddress literal = AddressLiteral.ofHost(proxy.host());
    List<InetAddress> found =
        literal == null ? resolver.resolve(tenant, proxy.host()) : List.of(literal);
    return found.isEmpty()
        ? new AddressCheck(Outcome.UNRESOLVED, found)
        : new AddressCheck(Outcome.ALLOWED, found, proxy.port());
  }

  /** Returns the verdict on a host that may not be used. */
  static AddressCheck disallowed() {
    return new AddressCheck(Outcome.DISALLOWED, List.of());
  }
}
