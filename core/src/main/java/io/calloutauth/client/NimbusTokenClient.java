package io.calloutauth.client;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A token client that builds requests with the Nimbus OAuth SDK and sends them with Apache
 * HttpClient, over connections of its own that no two tenants share. Thread-safe.
 */
public final class NimbusTokenClient implements TokenClient {

  private final HttpTransport transport;
  private final TokenVerdicts tokens;
  private final RevocationVerdicts revocations;

  private NimbusTokenClient(HttpTransport transport, InstantSource clock) {
    this.transport = transport;
    this.tokens = new TokenVerdicts(clock);
    this.revocations = new RevocationVerdicts(clock);
  }

  /** Returns a builder for a client that talks only to what a policy allows. */
  public static Builder builder(EndpointPolicy policy) {
    return new Builder(policy);
  }

  @Override
  public TokenResult fetch(RegisteredClient client, Duration deadline) {
    return tokens.judge(client, transport.send(Requests.token(client, deadline)));
  }

  @Override
  public RevocationResult revoke(RegisteredClient client, Secret token, Duration deadline) {
    Endpoint endpoint =
        client
            .registration()
            .revocationEndpoint()
            .orElseThrow(() -> new IllegalArgumentException("there is no revocation endpoint"));
    return revocations.judge(
        transport.send(Requests.revocation(client, endpoint, token, deadline)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also when the token holds characters that a header must not
   *     carry; nothing is sent then
   */
  @Override
  public TestEndpointResult test(RegisteredClient client, Secret token, Duration deadline) {
    Endpoint endpoint =
        client
            .registration()
            .testEndpoint()
            .orElseThrow(() -> new IllegalArgumentException("there is no test endpoint"));
    if (SuccessAnswer.problem(token.reveal()).isPresent()) {
      throw new IllegalArgumentException(
          "the token is empty, too long or holds illegal characters");
    }
    return TestEndpointVerdicts.judge(
        transport.send(Requests.protectedResource(client.tenant(), endpoint, token, deadline)),
        Masking.of(client).and(token.reveal()));
  }

  @Override
  public void close() {
    transport.close();
  }

  /** Makes token clients. Not thread-safe. */
  public static final class Builder {

    private final EndpointPolicy policy;
    private @Nullable SSLContext sslContext;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private InstantSource clock = InstantSource.system();

    private Builder(EndpointPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
    }

    /**
     * Sets the keys and authorities that TLS uses; the JDK's own by default. Versions below 1.2 are
     * not used, and host names are checked, whatever it says.
     */
    public Builder sslContext(SSLContext sslContext) {
      this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
      return this;
    }

    /** Sets how long connecting to one address may take; 5 seconds by default. */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
      return this;
    }

    /** Sets the clock by which dates in {@code Retry-After} are read; the system's by default. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Returns the client, which is to be closed.
     *
     * @throws IllegalArgumentException when the connect timeout is not positive
     */
    public NimbusTokenClient build() {
      if (connectTimeout.isZero() || connectTimeout.isNegative()) {
        throw new IllegalArgumentException("connectTimeout must be positive");
      }
      SSLContext tls = sslContext == null ? ownContext() : sslContext;
      HttpTransport transport =
          new ApacheTransport(ApacheClients.create(policy, tls, connectTimeout));
      return new NimbusTokenClient(transport, clock);
    }

    /** Not the JVM's default context, which any library in the host may have replaced. */
    private static SSLContext ownContext() {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        return context;
      } catch (NoSuchAlgorithmException | java.security.KeyManagementException e) {
        throw new IllegalStateException("the JDK has no TLS", e);
      }
    }
  }
}
