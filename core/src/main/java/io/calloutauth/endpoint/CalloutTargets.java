package io.calloutauth.endpoint;

import io.calloutauth.endpoint.AddressCheck.Outcome;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Resolves the hosts of a host application's own callouts to addresses that the endpoint policy
 * allows. Given to an HTTP client as its only resolver, it leaves no second look-up that could
 * answer something else: {@code targets::lookup} is a {@code Dns} of OkHttp, and {@link #resolve}
 * is what a {@code DnsResolver} of Apache HttpClient 5 has to return. OkHttp asks no resolver about
 * address literals: let {@link EndpointPolicy#check} judge the URL first. The tenant's relaxations
 * for addresses and for loopback apply; those for a host with a port do not, since clients do not
 * tell a resolver the port. Immutable and thread-safe.
 */
public final class CalloutTargets {

  private final String tenant;
  private final EndpointRules rules;
  private final AddressLookup addresses;

  CalloutTargets(String tenant, EndpointRules rules, AddressLookup addresses) {
    this.tenant = tenant;
    this.rules = rules;
    this.addresses = addresses;
  }

  /**
   * Returns the addresses that a host may be connected to, 20 at most. Blocks for at most 2
   * seconds.
   *
   * @param host a host name or an address literal, IPv6 with or without brackets
   * @throws UnknownHostException when it cannot be resolved or any of its addresses is disallowed;
   *     the two are not told apart
   */
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    String bracketed = bracketed(host.toLowerCase(Locale.ROOT));
    if (!HostName.isCanonicalHost(bracketed)) {
      throw new UnknownHostException(host);
    }
    AddressCheck check = addresses.find(tenant, bracketed, false, rules);
    if (check.outcome() != Outcome.ALLOWED) {
      throw new UnknownHostException(host);
    }
    return check.addresses();
  }

  /**
   * Returns the same as {@link #lookup}, as an array of the caller's own.
   *
   * @param host a host name or an address literal, IPv6 with or without brackets
   * @throws UnknownHostException as {@link #lookup} does
   */
  public InetAddress[] resolve(String host) throws UnknownHostException {
    return lookup(host).toArray(InetAddress[]::new);
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
