package io.calloutauth.endpoint;

import io.calloutauth.endpoint.AddressCheck.Outcome;
import io.calloutauth.endpoint.BoundedResolver.Found;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/** Finds the addresses of a host and judges every one. Thread-safe. */
final class AddressLookup {

  /**
   * How many addresses of a host are used at most: each costs a connection, and how many a host has
   * is up to whoever runs its name server. In the 5 seconds that connecting may take, each of them
   * can be given a quarter of a second.
   */
  private static final int MOST_USED = 20;

  private final BoundedResolver resolver;

  AddressLookup(BoundedResolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Returns what the rules say about a canonical host in lower case: all its addresses are judged,
   * and the first {@value #MOST_USED} may be used. Blocks for at most 2 seconds; a refused host and
   * an address literal never reach DNS.
   *
   * @param named whether a relaxation names the host
   */
  AddressCheck find(String tenant, String host, boolean named, EndpointRules rules) {
    if (!rules.allowsHost(host, named)) {
      return AddressCheck.disallowed(EndpointRefusal.HOST_NOT_ALLOWED.name());
    }
    Found found = look(tenant, host);
    if (found.addresses().isEmpty()) {
      return AddressCheck.unresolved(found.problem());
    }
    return found.addresses().stream()
        .map(address -> rules.problem(host, named, address))
        .filter(Objects::nonNull)
        .findFirst()
        .map(AddressCheck::disallowed)
        .orElseGet(() -> new AddressCheck(Outcome.ALLOWED, used(found)));
  }

  private static List<InetAddress> used(Found found) {
    return found.addresses().stream().limit(MOST_USED).toList();
  }

  /** Returns the addresses of an egress proxy, wherever it is. Blocks for at most 2 seconds. */
  AddressCheck find(String tenant, EgressProxy proxy) {
    Found found = look(tenant, proxy.host());
    return found.addresses().isEmpty()
        ? AddressCheck.unresolved("the egress proxy: " + found.problem())
        : AddressCheck.proxy(found.addresses(), proxy);
  }

  private Found look(String tenant, String host) {
    InetAddress literal = AddressLiteral.ofHost(host);
    return literal == null ? resolver.resolve(tenant, host) : new Found(List.of(literal), "");
  }
}
