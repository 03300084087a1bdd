package io.calloutauth.client;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IntrospectionResult;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.oauth.TokenTypeHint;
import io.calloutauth.redact.Redactor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A token client that writes forms and values with the Nimbus OAuth SDK and sends them over
 * HttpCore, on a connection of its own for each. Thread-safe.
 */
public final class HttpTokenClient implements TokenClient {

  private final HttpTransport transport;
  private final InstantSource clock;
  private final CredentialFallback fallback;
  private final TokenResponseParser tokens;
  private final PushResponseParser pushes;
  private final RevocationResponseParser revocations;

  private HttpTokenClient(HttpTransport transport, InstantSource clock, LongSupplier nanos) {
    this.transport = transport;
    this.clock = clock;
    this.fallback = new CredentialFallback(nanos);
    this.tokens = new TokenResponseParser(clock);
    this.pushes = PushResponseParser.by(clock);
    this.revocations = new RevocationResponseParser(clock);
  }

  /** Returns a builder for a client that talks only to what a policy allows. */
  public static Builder builder(EndpointPolicy policy) {
    return new Builder(policy);
  }

  @Override
  public TokenResult fetch(RegisteredClient client, GrantInput input, Duration deadline) {
    Grant grant = Grant.of(client.registration().grantType(), clock);
    CredentialFallback.Sent sent =
        fallback.send(
            credential(client.with(input), client.registration().clientAuthentication()),
            deadline,
            (credential, left) -> request(grant, input, credential, left));
    return tokens.parse(sent.credential(), sent.response());
  }

  private CredentialFallback.Sent request(
      Grant grant, GrantInput input, Credential credential, Duration deadline) {
    Credential prepared = grant.prepare(credential);
    HttpCall request =
        new Requests(prepared.client(), deadline)
            .token(grant, input, prepared)
            .usingUp(input.isUsedUp());
    return new CredentialFallback.Sent(prepared, transport.send(request, prepared.identity()));
  }

  @Override
  public AuthorizationUri authorizationUri(
      RegisteredClient client, AuthorizationRequest request, Duration deadline) {
    AuthorizationParameters parameters =
        new AuthorizationParameters(client.registration(), request);
    return client
        .registration()
        .authorizationRequests()
        .pushEndpoint()
        .map(
            endpoint ->
                push(
                    client.with(SecretName.STATE, request.state()), endpoint, parameters, deadline))
        .orElseGet(parameters::uri);
  }

  private AuthorizationUri push(
      RegisteredClient client,
      Endpoint endpoint,
      AuthorizationParameters parameters,
      Duration deadline) {
    CredentialFallback.Sent sent =
        fallback.send(
            credential(client, client.registration().clientAuthentication()),
            deadline,
            (credential, left) ->
                new CredentialFallback.Sent(
                    credential,
                    transport.send(
                        new Requests(client, left).push(endpoint, parameters.all(), credential),
                        credential.identity())));
    return pushes.parse(sent.credential(), sent.response(), parameters);
  }

  @Override
  public RevocationResult revoke(
      RegisteredClient client, Secret token, TokenTypeHint hint, Duration deadline) {
    Endpoint endpoint =
        client
            .registration()
            .revocationEndpoint()
            .orElseThrow(() -> new IllegalArgumentException("there is no revocation endpoint"));
    return revocations.parse(
        forRevocation(client.registration())
            .map(
                method ->
                    send(
                        credential(client, method),
                        deadline,
                        (credential, left) ->
                            new Requests(client, left)
                                .revocation(endpoint, token, hint, credential)))
            .orElseGet(
                () ->
                    transport.send(
                        new Requests(client, deadline).revocation(endpoint, token, hint, null),
                        TlsHandshake.TlsIdentity.NONE)));
  }

  private HttpResult send(
      Credential first, Duration deadline, BiFunction<Credential, Duration, HttpCall> writer) {
    CredentialFallback.Sender sender =
        (credential, left) ->
            new CredentialFallback.Sent(
                credential, transport.send(writer.apply(credential, left), credential.identity()));
    return fallback.send(first, deadline, sender).response();
  }

  @Override
  public IntrospectionResult introspect(RegisteredClient client, Secret token, Duration deadline) {
    Endpoint endpoint =
        client
            .registration()
            .introspectionEndpoint()
            .orElseThrow(() -> new IllegalArgumentException("there is no introspection endpoint"));
    HttpResult response =
        send(
            credential(client, client.registration().clientAuthentication()),
            deadline,
            (credential, left) ->
                new Requests(client, left).introspection(endpoint, token, credential));
    return new IntrospectionResponseParser(
            endpoint, Redactor.of(client).and(token.reveal()), clock.instant())
        .parse(response);
  }

  private static Optional<ClientAuthentication> forRevocation(ClientRegistration registration) {
    return registration
        .requests()
        .revocationAuthentication()
        .method(registration.clientAuthentication());
  }

  private Credential credential(RegisteredClient client, ClientAuthentication method) {
    return Credential.first(client, ClientAuthenticator.of(method, clock));
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
    if (SuccessResponse.problem(token.reveal()).isPresent()) {
      throw new IllegalArgumentException(
          "the token is empty, too long or holds illegal characters");
    }
    HttpCall request = new Requests(client, deadline).protectedResource(endpoint, token);
    return TestEndpointResponseParser.parse(
        transport.send(request, TlsHandshake.TlsIdentity.NONE),
        endpoint,
        Redactor.of(client).and(token.reveal()));
  }

  @Override
  public MetadataResult metadata(
      String tenant, Endpoint document, String issuer, Duration deadline) {
    HttpCall request =
        HttpCall.get(tenant, document, deadline).with(Map.of("Accept", "application/json"));
    HttpResult response = transport.send(request, TlsHandshake.TlsIdentity.NONE);
    return MetadataResponseParser.parse(response, document, issuer);
  }

  @Override
  public void dropIdle() {
    transport.dropIdle();
  }

  @Override
  public void close() {
    transport.close();
  }

  /** Makes token clients. Not thread-safe. */
  public static final class Builder {

    private final EndpointPolicy policy;
    private @Nullable X509TrustManager trust;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private InstantSource clock = InstantSource.system();
    private LongSupplier nanos = System::nanoTime;

    private Builder(EndpointPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
    }

    /**
     * Sets who decides which certificates are trusted, for example those of a private authority;
     * the JDK's own trust store by default. Host names and algorithms are checked whatever it says.
     */
    public Builder trust(X509TrustManager trust) {
      this.trust = Objects.requireNonNull(trust, "trust");
      return this;
    }

    /**
     * Sets how long connecting may take, all addresses of a host together; 5 seconds by default.
     */
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
     * Sets the monotonic clock by which connecting and a second try are timed; the system's by
     * default.
     */
    public Builder nanos(LongSupplier nanos) {
      this.nanos = Objects.requireNonNull(nanos, "nanos");
      return this;
    }

    /**
     * Returns the client, which is to be closed.
     *
     * @throws IllegalArgumentException when the connect timeout is not positive
     */
    public HttpTokenClient build() {
      if (connectTimeout.isZero() || connectTimeout.isNegative()) {
        throw new IllegalArgumentException("connectTimeout must be positive");
      }
      HttpTransport transport =
          new HttpCoreTransport(
              new SocketConnector(policy, connectTimeout, nanos), new TlsHandshake(trust));
      return new HttpTokenClient(transport, clock, nanos);
    }
  }
}
