package io.calloutauth.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Makes HTTP clients that do nothing of their own accord. */
final class ApacheClients {

  private static final String USER_AGENT = "callout-auth";
  private static final List<String> TLS_VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  /** The engine's exchanges, and beside them what administrators start and late revocations. */
  private static final int CONNECTIONS = 64 + 16 + 8;

  private static final int CONNECTIONS_PER_HOST = 8 + 16 + 8;

  /**
   * Longer than any deadline. None at all would mean not to wait: the pool hands out a connection a
   * moment after it was asked when others ask at the same time.
   */
  private static final Timeout WAIT_FOR_CONNECTION = Timeout.ofDays(1);

  private static final AtomicLong CONNECTION_IDS = new AtomicLong();

  private ApacheClients() {}

  /** Returns a client without redirects, retries, cookies, credentials and upgrades. */
  static CloseableHttpClient create(
      EndpointPolicy policy, SSLContext tls, Duration connectTimeout) {
    return HttpClientBuilder.create()
        .setConnectionManager(connections(policy, tls, connectTimeout))
        // Where the policy has a proxy, our sockets tunnel: its refusals are no endpoint's answers.
        .setRoutePlanner(new DefaultRoutePlanner(null))
        .setDefaultRequestConfig(requestConfig())
        .setDefaultCredentialsProvider((scope, context) -> null)
        .setUserAgent(USER_AGENT)
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(), "connected", ApacheClients::exchange)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  private static ClassicHttpResponse exchange(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    RunningCall.in(scope.clientContext).reach(RunningCall.Stage.ANSWERING);
    return chain.proceed(request, scope);
  }

  private static RequestConfig requestConfig() {
    // The deadline ends a call; no other timeout may end it before.
    return RequestConfig.custom()
        .setConnectionRequestTimeout(WAIT_FOR_CONNECTION)
        .setResponseTimeout(Timeout.DISABLED)
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .setContentCompressionEnabled(false)
        .setExpectContinueEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .build();
  }

  private static PoolingHttpClientConnectionManager connections(
      EndpointPolicy policy, SSLContext tls, Duration connectTimeout) {
    return new PinnedConnections(policy)
        .setTlsSocketStrategy(tlsStrategy(tls))
        .setConnectionFactory(
            socket -> new QuietConnection("callout-auth-" + CONNECTION_IDS.incrementAndGet()))
        .setDefaultConnectionConfig(connectionConfig(connectTimeout))
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
        .build();
  }

  private static ConnectionConfig connectionConfig(Duration connectTimeout) {
    return ConnectionConfig.custom()
        .setConnectTimeout(Timeout.of(connectTimeout))
        .setSocketTimeout(Timeout.DISABLED)
        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
        .setTimeToLive(TimeValue.ofMinutes(5))
        .build();
  }

  private static TlsSocketStrategy tlsStrategy(SSLContext tls) {
    List<String> supported = Arrays.asList(tls.getSupportedSSLParameters().getProtocols());
    return new DefaultClientTlsStrategy(
        tls,
        TLS_VERSIONS.stream().filter(supported::contains).toArray(String[]::new),
        null,
        SSLBufferMode.STATIC,
        HostnameVerificationPolicy.BOTH,
        new DefaultHostnameVerifier());
  }

  /** Puts our operator where the manager would make its own. */
  private static final class PinnedConnections extends PoolingHttpClientConnectionManagerBuilder {

    private final EndpointPolicy policy;

    PinnedConnections(EndpointPolicy policy) {
      this.policy = policy;
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        @Nullable SchemePortResolver ports, @Nullable DnsResolver dns, TlsSocketStrategy tls) {
      return new PinningOperator(
          policy,
          RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
    }
  }
}
