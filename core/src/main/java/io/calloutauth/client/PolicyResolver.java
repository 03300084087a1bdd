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
    int actual = isProxied() ? proxyPort : port;
    return Arrays.stream(addresses).map(address -> new InetSocketAddress(address, actual)).toList();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    AddressCheck check = policy.resolve(call.tenant(), call.endpoint());
    if (check.outcome() == AddressCheck.Outcome.DISALLOWED) {
      throw new RefusedAddressException(check.reason());
    }
    if (check.outcome() == AddressCheck.Outcome.UNRESOLVED || check.addresses().isEmpty()) {
      throw new UnusableAddressException(check.reason());
    }
    proxyPort = check.proxyPort();
    return check.addresses().toArray(InetAddress[]::new);
  }

  /** Returns a socket for the addresses that were resolved last; no system property matters. */
  Socket socket() {
    Origin origin = call.endpoint().origin();
    return isProxied()
        ? new TunnelSocket(origin.host() + ":" + origin.port())
        : new Socket(Proxy.NO_PROXY);
  }

  /** Returns whether the addresses that were resolved last are those of the egress proxy. */
  boolean isProxied() {
    return proxyPort != 0;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** There is no address; the message is the policy's own. */
  static class UnusableAddressException extends UnknownHostException implements OwnWords {

    private static final long serialVersionUID = 1;

    UnusableAddressException(String reason) {
      super(reason);
    }
  }

  /** The policy refuses the addresses. */
  static final class RefusedAddressException extends UnusableAddressException {

    private static final long serialVersionUID = 1;

    RefusedAddressException(String reason) {
      super(reason);
    }
  }
}
