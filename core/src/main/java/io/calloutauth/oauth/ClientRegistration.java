package io.calloutauth.oauth;

import io.calloutauth.endpoint.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One authorization server together with our registration there, without the secret. Immutable and
 * thread-safe.
 */
public final class ClientRegistration {

  /** How long a token lives whose response does not say so. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

  private final GrantType grantType;
  private final String clientId;
  private final ClientAuthentication clientAuthentication;
  private final Endpoint tokenEndpoint;
  private final @Nullable Endpoint revocationEndpoint;
  private final @Nullable Endpoint introspectionEndpoint;
  private final @Nullable Endpoint testEndpoint;
  private final Scope scope;
  private final Duration defaultLifetime;
  private final boolean singleToken;
  private final @Nullable Instant nextSecret;
  private final RequestOptions requests;
  private final ResponseOptions responses;
  private final RenewalRules renewal;
  private final @Nullable CertificateChain certificate;
  private final AuthorizationOptions authorization;
  private final AuthorizationRequestOptions authorizationRequests;

  ClientRegistration(ClientRegistrationBuilder builder, String clientId, Endpoint tokenEndpoint) {
    this.grantType = builder.grantType;
    this.clientId = clientId;
    this.clientAuthentication = builder.clientAuthentication;
    this.tokenEndpoint = tokenEndpoint;
    this.revocationEndpoint = builder.revocationEndpoint;
    this.introspectionEndpoint = builder.introspectionEndpoint;
    this.testEndpoint = builder.testEndpoint;
    this.scope = builder.scope;
    this.defaultLifetime = builder.defaultLifetime;
    this.singleToken = builder.singleToken;
    this.nextSecret = builder.nextSecret;
    this.requests = builder.requests;
    this.responses = builder.responses;
    this.renewal = builder.renewal;
    this.certificate = builder.certificate;
    this.authorization = builder.authorization;
    this.authorizationRequests = builder.authorizationRequests;
  }

  private ClientRegistration(ClientRegistration other, ClientAuthentication authentication) {
    this.grantType = other.grantType;
    this.clientId = other.clientId;
    this.clientAuthentication = authentication;
    this.tokenEndpoint = other.tokenEndpoint;
    this.revocationEndpoint = other.revocationEndpoint;
    this.introspectionEndpoint = other.introspectionEndpoint;
    this.testEndpoint = other.testEndpoint;
    this.scope = other.scope;
    this.defaultLifetime = other.defaultLifetime;
    this.singleToken = other.singleToken;
    this.nextSecret = other.nextSecret;
    this.requests = other.requests;
    this.responses = other.responses;
    this.renewal = other.renewal;
    this.certificate = other.certificate;
    this.authorization = other.authorization;
    this.authorizationRequests = other.authorizationRequests;
  }

  /**
   * Returns a builder for the client credentials grant, with {@code client_secret_basic} and no
   * scope.
   */
  public static ClientRegistrationBuilder builder() {
    return new ClientRegistrationBuilder();
  }

  /** Returns the grant type. */
  public GrantType grantType() {
    return grantType;
  }

  /** Returns the client id. */
  public String clientId() {
    return clientId;
  }

  /** Returns how the client authenticates at the token and revocation endpoints. */
  public ClientAuthentication clientAuthentication() {
    return clientAuthentication;
  }

  /** Returns this registration with another client authentication. */
  public ClientRegistration with(ClientAuthentication authentication) {
    return new ClientRegistration(this, authentication);
  }

  /** Returns the token endpoint. */
  public Endpoint tokenEndpoint() {
    return tokenEndpoint;
  }

  /** Returns the revocation endpoint; empty when the provider has none. */
  public Optional<Endpoint> revocationEndpoint() {
    return Optional.ofNullable(revocationEndpoint);
  }

  /** Returns the introspection endpoint; empty when the provider has none. */
  public Optional<Endpoint> introspectionEndpoint() {
    return Optional.ofNullable(introspectionEndpoint);
  }

  /** Returns the test endpoint; empty when the provider has none. */
  public Optional<Endpoint> testEndpoint() {
    return Optional.ofNullable(testEndpoint);
  }

  /** Returns the scope to ask for; empty to ask for none. */
  public Scope scope() {
    return scope;
  }

  /** Returns how long a token lives whose response does not say so. */
  public Duration defaultLifetime() {
    return defaultLifetime;
  }

  /** Returns whether the server lets one token of the client live at a time. */
  public boolean singleToken() {
    return singleToken;
  }

  /** Returns the names of the client secrets as credentials, that of the client secret first. */
  public List<String> clientSecrets() {
    return nextSecret == null
        ? List.of(SecretName.CLIENT_SECRET)
        : List.of(SecretName.CLIENT_SECRET, SecretName.next(nextSecret));
  }

  /** Returns what requests hold beyond what every one holds. */
  public RequestOptions requests() {
    return requests;
  }

  /** Returns how responses are read. */
  public ResponseOptions responses() {
    return responses;
  }

  /** Returns how receivers of callouts refuse a token. */
  public RenewalRules renewal() {
    return renewal;
  }

  /** Returns whether its grant or its client authentication has a need. */
  public boolean has(Need need) {
    return need.isOf(grantType, clientAuthentication);
  }

  /** Returns the certificate that the client shows in TLS; empty when it has none. */
  public Optional<CertificateChain> certificate() {
    return Optional.ofNullable(certificate);
  }

  /** Returns how the refresh token is used, where its grant owns an authorization. */
  public AuthorizationOptions authorization() {
    return authorization;
  }

  /** Returns how an authorization is asked for, where the grant has one. */
  public AuthorizationRequestOptions authorizationRequests() {
    return authorizationRequests;
  }

  /** Returns the {@linkplain SecretName names} of the secrets that it goes with. */
  public List<String> secretNames() {
    List<String> names = new ArrayList<>();
    Arrays.stream(Need.values()).filter(this::has).forEach(need -> names.addAll(need.secrets()));
    if (nextSecret != null && has(Need.CLIENT_SECRET)) {
      names.add(SecretName.NEXT_CLIENT_SECRET);
    }
    if (has(Need.KEYS)) {
      names.addAll(keyNames());
    }
    if (certificate != null && has(Need.CERTIFICATE)) {
      names.add(SecretName.tlsKey(certificate.thumbprint()));
    }
    requests.parameterNames().forEach(name -> names.add(SecretName.parameter(name)));
    requests.headerNames().forEach(name -> names.add(SecretName.header(name)));
    requests.assertion().grant().claimNames().forEach(name -> names.add(SecretName.claim(name)));
    return names;
  }

  /**
   * A client that signs has a key: where none is known any more, it goes with one all the same, of
   * a name that nothing is stored under, so that it is missing.
   */
  private List<String> keyNames() {
    Set<String> kids = requests.assertion().keys().keySet();
    return (kids.isEmpty() ? Set.of("") : kids).stream().map(SecretName::privateKey).toList();
  }

  /** Returns client id and token endpoint; there is no secret to hide. */
  @Override
  public String toString() {
    return "ClientRegistration[" + clientId + " at " + tokenEndpoint + "]";
  }
}
