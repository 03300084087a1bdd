package io.calloutauth.endpoint;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What one tenant's endpoints may be: the general rules and the tenant's relaxations. */
final class EndpointRules {

  private static final String LOCALHOST = "localhost";

  private final Relaxations relaxed;
  private final AddressRules addresses;

  EndpointRules(Relaxations relaxed, AddressRules addresses) {
    this.relaxed = relaxed;
    this.addresses = addresses;
  }

  /** Returns why an origin with a canonical host may not be used, by its text; null if it may. */
  @Nullable EndpointRefusal refusalOf(Origin origin) {
    if (isOpenLoopback(origin.host())) {
      return AllowedPorts.exists(origin.port()) ? null : EndpointRefusal.PORT_NOT_ALLOWED;
    }
    if (!origin.scheme().equals("https")) {
      return EndpointRefusal.NOT_HTTPS;
    }
    boolean named = isNamed(origin);
    if (!allowsHost(origin.host(), named)) {
      return EndpointRefusal.HOST_NOT_ALLOWED;
    }
    boolean portAllowed = named || AllowedPorts.contains(origin.port());
    return portAllowed ? null : EndpointRefusal.PORT_NOT_ALLOWED;
  }

  /** Tells whether a relaxation names exactly this host and port. */
  boolean isNamed(Origin origin) {
    return relaxed.name(origin.host(), origin.port());
  }

  /**
   * Tells whether a canonical host in lower case may be used, as far as its text tells.
   *
   * @param named whether a relaxation names it
   */
  boolean allowsHost(String host, boolean named) {
    if (isOpenLoopback(host)) {
      return true;
    }
    if (CloudMetadata.hasName(host)) {
      return false;
    }
    InetAddress literal = AddressLiteral.ofHost(host);
    if (literal != null) {
      return problem(host, named, literal) == null;
    }
    return named || !SpecialNames.contains(host);
  }

  /**
   * Returns why a host may not be connected to at an address, in words for the operator; null if it
   * may.
   *
   * @param named whether a relaxation names the host
   */
  @Nullable String problem(String host, boolean named, InetAddress address) {
    String problem = rule(host, named, address);
    return problem == null ? null : address.getHostAddress() + " is " + problem;
  }

  private @Nullable String rule(String host, boolean named, InetAddress address) {
    if (isOpenLoopback(host)) {
      return AddressRules.isLoopback(address) ? null : "not loopback";
    }
    String never = addresses.neverOpened(address);
    if (never != null) {
      return never;
    }
    return named || addresses.isCovered(address, relaxed) ? null : addresses.problem(address);
  }

  /**
   * Tells whether a host is this machine and open. Only what cannot be anything else counts: a name
   * in DNS may lead to loopback and away.
   */
  boolean isOpenLoopback(String host) {
    if (!relaxed.loopback()) {
      return false;
    }
    InetAddress literal = AddressLiteral.ofHost(host);
    return literal == null ? host.equals(LOCALHOST) : AddressRules.isLoopback(literal);
  }
}
