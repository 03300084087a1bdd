package io.calloutauth.example.console.notifications;

import io.calloutauth.endpoint.CalloutTargets;
import io.calloutauth.endpoint.PublicEndpoints;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The HTTP clients through which callouts are sent, one for each tenant. Whoever may type a URL
 * must not reach what only this machine can: the library's endpoint policy is each client's only
 * resolver, so that the address it checked is the one that is connected to. Thread-safe.
 */
@Component
class CalloutClients implements DisposableBean {

  private static final Timeout CONNECT = Timeout.ofSeconds(5);
  private static final Timeout ANSWER = Timeout.ofSeconds(10);

  private final PublicEndpoints policy;
  private final ConcurrentMap<String, CloseableHttpClient> clients = new ConcurrentHashMap<>();

  CalloutClients(PublicEndpoints policy) {
    this.policy = policy;
  }

  CloseableHttpClient of(String tenant) {
    return clients.computeIfAbsent(tenant, id -> client(policy.calloutTargets(id)));
  }

  private static CloseableHttpClient client(CalloutTargets targets) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new PublicOnly(targets))
            .setDefaultConnectionConfig(
                ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
            .build();
    // No redirects: they would lead elsewhere, token and all. No second attempts but the library's.
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(ANSWER).build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  @Override
  public void destroy() {
    clients.values().forEach(client -> client.close(CloseMode.IMMEDIATE));
  }

  /** Hands out the addresses that the policy allows, and no others. */
  private record PublicOnly(CalloutTargets targets) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return targets.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
