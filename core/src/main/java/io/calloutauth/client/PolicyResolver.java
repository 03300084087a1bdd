package io.calloutauth.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Resolves the host of one call, literals too, to what the endpoint policy allows. */
final class PolicyResolver implements DnsResolver {

  private final EndpointPolicy policy;
  private final HttpCall call;

  PolicyResolver(EndpointPolicy policy, HttpCall call) {
    this.policy = policy;
    this.call = call;
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
    return check.addresses().toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** The policy refuses the addresses. */
  static final class RefusedAddressException extends UnknownHostException {}
}
