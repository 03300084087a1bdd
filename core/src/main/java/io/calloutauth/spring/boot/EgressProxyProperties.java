package io.calloutauth.spring.boot;

import io.calloutauth.endpoint.PublicEndpointsBuilder;
import io.calloutauth.oauth.Secret;
import org.jspecify.annotations.Nullable;

/** The properties {@code callout-auth.endpoints.egress-proxy.*}: an HTTP proxy for endpoints. */
final class EgressProxyProperties {

  private static final String PREFIX = EndpointProperties.PREFIX + ".egress-proxy";

  private final @Nullable String host;
  private final int port;
  private final @Nullable String username;
  private final @Nullable Secret password;

  EgressProxyProperties(
      @Nullable String host, int port, @Nullable String username, @Nullable Secret password) {
    this.host = host;
    this.port = port;
    this.username = username;
    this.password = password;
  }

  /** Sets the proxy of an endpoint policy. */
  void applyTo(PublicEndpointsBuilder policy) {
    String name = required("host", host);
    try {
      if (username == null && password == null) {
        policy.egressProxy(name, port);
        return;
      }
      Secret secret = required("password", password);
      policy.egressProxy(name, port, required("username", username), secret.reveal());
    } catch (IllegalArgumentException refused) {
      throw new CalloutAuthPropertyException(PREFIX, String.valueOf(refused.getMessage()));
    }
  }

  private static <T> T required(String key, @Nullable T value) {
    if (value == null) {
      throw new CalloutAuthPropertyException(PREFIX + "." + key, "it is not set");
    }
    return value;
  }

  @Override
  public String toString() {
    return "EgressProxyProperties[" + host + ":" + port + "]";
  }
}
