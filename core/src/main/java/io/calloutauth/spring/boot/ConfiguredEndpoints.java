package io.calloutauth.spring.boot;

import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.endpoint.PublicEndpointsBuilder;
import java.util.function.Consumer;

/** Makes the endpoint policy that the properties {@code callout-auth.endpoints.*} ask for. */
final class ConfiguredEndpoints {

  private final PublicEndpointsBuilder policy = PublicEndpoints.builder();

  private ConfiguredEndpoints() {}

  /**
   * Returns the policy.
   *
   * @throws CalloutAuthPropertyException when a value makes no sense
   */
  static PublicEndpoints policy(EndpointProperties properties) {
    ConfiguredEndpoints configured = new ConfiguredEndpoints();
    configured.applyForAll(properties);
    properties.tenants().forEach(configured::applyForTenant);
    return configured.policy.build();
  }

  private void applyForAll(EndpointProperties from) {
    PropertyValues values = new PropertyValues(EndpointProperties.PREFIX);
    values.applyIf("allow-loopback-http", from.allowLoopbackHttp(), policy::allowLoopbackHttp);
    values.applyEach("allow-cidrs", from.allowCidrs(), policy::allowCidr);
    values.applyEach("allow-hosts", from.allowHosts(), hostAndPort(policy::allowHostAndPort));
    values.applyEach("only-hosts", from.onlyHosts(), policy::onlyHost);
    values.applyEach("cluster-cidrs", from.clusterCidrs(), policy::clusterCidr);
    values.applyEach("unwrap-dns64", from.unwrapDns64(), policy::unwrapDns64);
    if (from.egressProxy() != null) {
      from.egressProxy().applyTo(policy);
    }
  }

  private void applyForTenant(String tenant, EndpointProperties.Tenant from) {
    String prefix = EndpointProperties.PREFIX + ".tenants." + tenant;
    if (from.isEmpty()) {
      throw new CalloutAuthPropertyException(
          prefix,
          "it sets nothing: leave it out, or set a value; an id with a dot stands in brackets, as"
              + " in tenants.[acme.eu].only-hosts");
    }
    PropertyValues values = new PropertyValues(prefix);
    values.applyIf(
        "allow-loopback-http",
        from.allowLoopbackHttp(),
        () -> policy.allowLoopbackHttpForTenant(tenant));
    values.applyEach(
        "allow-cidrs", from.allowCidrs(), cidr -> policy.allowCidrForTenant(tenant, cidr));
    values.applyEach(
        "allow-hosts",
        from.allowHosts(),
        hostAndPort((host, port) -> policy.allowHostAndPortForTenant(tenant, host, port)));
    values.applyEach(
        "only-hosts", from.onlyHosts(), host -> policy.onlyHostForTenant(tenant, host));
  }

  private static Consumer<String> hostAndPort(HostAndPort setter) {
    return text -> {
      int colon = text.lastIndexOf(':');
      if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
        throw new IllegalArgumentException("write host:port, such as login.corp.internal:8443");
      }
      setter.set(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    };
  }

  /** Sets a host and a port. */
  private interface HostAndPort {
    void set(String host, int port);
  }
}
