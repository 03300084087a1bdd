package io.calloutauth.testkit;

import io.calloutauth.endpoint.AddressCheck;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointCheck;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import java.net.URI;
import java.util.List;

/** Reads the URLs of a server that an example names as those of one on loopback. */
public final class StandInPolicy implements EndpointPolicy {

  private final EndpointPolicy loopback = PublicEndpoints.builder().allowLoopbackHttp().build();
  private final String named;
  private final String real;

  public StandInPolicy(String named, String real) {
    this.named = named;
    this.real = real;
  }

  @Override
  public EndpointCheck check(String tenant, String url) {
    return loopback.check(tenant, url.replace(named, real));
  }

  @Override
  public AddressCheck resolve(String tenant, Endpoint endpoint) {
    return loopback.resolve(tenant, endpoint);
  }

  @Override
  public List<String> relaxations() {
    return loopback.relaxations();
  }

  @Override
  public boolean allowsPlainHttp(String tenant, URI target) {
    return loopback.allowsPlainHttp(tenant, target);
  }
}
