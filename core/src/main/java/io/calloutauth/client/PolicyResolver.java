package io.calloutauth.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves the host of one call, literals too, to what the endpoint policy allows: addresses of its
 * own, or those of the egress proxy. Not thread-safe.
 */
final class PolicyResolver implements DnsResolver {

  private final EndpointPolicy policy;
  private final HttpCall call;
  private int proxyPort;

  PolicyResolver(EndpointPolicy policy, HttpCall call) {
    this.policy = policy;
    this.call = call;
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    InetAddress[] addresses = resolve(host);
    int actual = proxyPort == 0 ? port : proxyPort;
    return Arrays.stream(addresses).map(address -> new InetSocketAddress(address, actual)).toList();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    AddressCheck check = policy.resolve(call.tenant(), call.endpoint());
    if (check.outcome() == AddressCheck.Outcome.DISALLOWED) {
      throw new RefusedAddressException();
    }
    if (check.outcome() == AddressCheck.Outcome.UNRESOLVED || check.addresses().isEmpty()) {
      throw new UnknownHostException();
    }
    proxyPort = check.proxyPort();
    return check.addresses().toArray(InetAddress[]::new);
  }

  /** Returns a socket for the addresses that were resolved last; no system property matters. */
  Socket socket() {
    Origin origin = call.endpoint().origin();
    return proxyPort == 0
        ? new Socket(Proxy.NO_PROXY)
        : new TunnelSocket(origin.host() + ":" + origin.port());
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** The policy refuses the addresses. */
  static final class RefusedAddressException extends UnknownHostException {}
}
