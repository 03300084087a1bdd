package io.calloutauth.client;

import io.calloutauth.client.RunningCall.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to exactly the addresses that the endpoint policy allows for the call at hand,
 * while the name stays what the certificate is checked against. Goes through no proxy but the
 * policy's, not even one of the JVM's system properties.
 */
final class PinningOperator implements HttpClientConnectionOperator {

  private final EndpointPolicy policy;
  private final Lookup<TlsSocketStrategy> tls;

  PinningOperator(EndpointPolicy policy, Lookup<TlsSocketStrategy> tls) {
    this.policy = policy;
    this.tls = tls;
  }

  @Override
  public void connect(
      ManagedHttpClientConnection connection,
      HttpHost host,
      @Nullable NamedEndpoint name,
      @Nullable InetSocketAddress localAddress,
      @Nullable Timeout connectTimeout,
      SocketConfig socketConfig,
      @Nullable Object attachment,
      HttpContext context)
      throws IOException {
    pinnedFor(context)
        .connect(
            connection,
            host,
            name,
            localAddress,
            connectTimeout,
            socketConfig,
            attachment,
            context);
  }

  private DefaultHttpClientConnectionOperator pinnedFor(HttpContext context) {
    RunningCall running = RunningCall.in(context);
    running.reach(Stage.RESOLVING);
    PolicyResolver resolver = new PolicyResolver(policy, running.call());
    return new Pinned(resolver, tls, running);
  }

  /** Opens the connections of one call, and notes how far it got. */
  private static final class Pinned extends DefaultHttpClientConnectionOperator {

    private final PolicyResolver resolver;
    private final RunningCall running;

    Pinned(PolicyResolver resolver, Lookup<TlsSocketStrategy> tls, RunningCall running) {
      super(proxy -> resolver.socket(), null, resolver, tls);
      this.resolver = resolver;
      this.running = running;
    }

    @Override
    protected void onBeforeSocketConnect(HttpContext same, HttpHost host) {
      running.reach(resolver.isProxied() ? Stage.TUNNELLING : Stage.CONNECTING);
    }

    @Override
    protected void onBeforeTlsHandshake(HttpContext same, HttpHost host) {
      running.reach(Stage.SECURING);
    }
  }

  @Override
  public void connect(
      ManagedHttpClientConnection connection,
      HttpHost host,
      @Nullable InetSocketAddress localAddress,
      TimeValue connectTimeout,
      SocketConfig socketConfig,
      HttpContext context)
      throws IOException {
    Timeout timeout = Timeout.of(connectTimeout.getDuration(), connectTimeout.getTimeUnit());
    connect(connection, host, null, localAddress, timeout, socketConfig, null, context);
  }

  @Override
  public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) {
    throw new UnsupportedOperationException("connections are not upgraded");
  }
}
