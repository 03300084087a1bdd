package io.calloutauth.spring.boot;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code callout-auth.endpoints.*}: what the endpoint policy relaxes and narrows.
 *
 * @param tenants what it relaxes and narrows for single tenants, by their ids
 */
record EndpointProperties(
    boolean allowLoopbackHttp,
    @DefaultValue List<String> allowCidrs,
    @DefaultValue List<String> allowHosts,
    @DefaultValue List<String> onlyHosts,
    @DefaultValue List<String> clusterCidrs,
    @DefaultValue List<String> unwrapDns64,
    @Nullable EgressProxyProperties egressProxy,
    @DefaultValue Map<String, Tenant> tenants) {

  static final String PREFIX = CalloutAuthProperties.PREFIX + ".endpoints";

  /**
   * The properties {@code callout-auth.endpoints.tenants.ID.*}; {@code tenants.[ID].*} where the id
   * has a dot.
   */
  record Tenant(
      boolean allowLoopbackHttp,
      @DefaultValue List<String> allowCidrs,
      @DefaultValue List<String> allowHosts,
      @DefaultValue List<String> onlyHosts) {

    /** Returns whether nothing is set: an empty list of hosts, say, would allow all of them. */
    boolean isEmpty() {
      return !allowLoopbackHttp
          && allowCidrs.isEmpty()
          && allowHosts.isEmpty()
          && onlyHosts.isEmpty();
    }
  }
}
