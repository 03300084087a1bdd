package io.calloutauth.oauth;

import io.calloutauth.endpoint.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes registrations. Not thread-safe. */
public final class ClientRegistrationBuilder {

  GrantType grantType = GrantType.CLIENT_CREDENTIALS;
  @Nullable String clientId;
  ClientAuthentication clientAuthentication = ClientAuthentication.CLIENT_SECRET_BASIC;
  @Nullable Endpoint tokenEndpoint;
  @Nullable Endpoint revocationEndpoint;
  @Nullable Endpoint introspectionEndpoint;
  @Nullable Endpoint testEndpoint;
  Scope scope = Scope.EMPTY;
  Duration defaultLifetime = ClientRegistration.DEFAULT_LIFETIME;
  boolean singleToken;
  @Nullable Instant nextSecret;
  RequestOptions requests = RequestOptions.STANDARD;
  ResponseOptions responses = ResponseOptions.STANDARD;
  RenewalRules renewal = RenewalRules.STANDARD;
  @Nullable CertificateChain certificate;
  AuthorizationOptions authorization = AuthorizationOptions.STANDARD;
  AuthorizationRequestOptions authorizationRequests = AuthorizationRequestOptions.NONE;

  ClientRegistrationBuilder() {}

  /** Sets the grant type. */
  public ClientRegistrationBuilder grantType(GrantType grantType) {
    this.grantType = Objects.requireNonNull(grantType, "grantType");
    return this;
  }

  /** Sets the client id. */
  public ClientRegistrationBuilder clientId(String clientId) {
    this.clientId = Objects.requireNonNull(clientId, "clientId");
    return this;
  }

  /** Sets how the client authenticates. */
  public ClientRegistrationBuilder clientAuthentication(ClientAuthentication clientAuthentication) {
    this.clientAuthentication =
        Objects.requireNonNull(clientAuthentication, "clientAuthentication");
    return this;
  }

  /** Sets the token endpoint. */
  public ClientRegistrationBuilder tokenEndpoint(Endpoint tokenEndpoint) {
    this.tokenEndpoint = Objects.requireNonNull(tokenEndpoint, "tokenEndpoint");
    return this;
  }

  /** Sets the revocation endpoint, or null for none. */
  public ClientRegistrationBuilder revocationEndpoint(@Nullable Endpoint revocationEndpoint) {
    this.revocationEndpoint = revocationEndpoint;
    return this;
  }

  /** Sets the introspection endpoint, or null for none. */
  public ClientRegistrationBuilder introspectionEndpoint(@Nullable Endpoint introspectionEndpoint) {
    this.introspectionEndpoint = introspectionEndpoint;
    return this;
  }

  /** Sets the test endpoint, or null for none. */
  public ClientRegistrationBuilder testEndpoint(@Nullable Endpoint testEndpoint) {
    this.testEndpoint = testEndpoint;
    return this;
  }

  /** Sets the scope. */
  public ClientRegistrationBuilder scope(Scope scope) {
    this.scope = Objects.requireNonNull(scope, "scope");
    return this;
  }

  /** Sets how long a token lives whose response does not say so. */
  public ClientRegistrationBuilder defaultLifetime(Duration defaultLifetime) {
    this.defaultLifetime = Objects.requireNonNull(defaultLifetime, "defaultLifetime");
    return this;
  }

  /** Sets whether the server lets one token of the client live at a time; not so by default. */
  public ClientRegistrationBuilder singleToken(boolean singleToken) {
    this.singleToken = singleToken;
    return this;
  }

  /**
   * Sets since when there is a next client secret beside the client secret, or null for none, which
   * is the default.
   */
  public ClientRegistrationBuilder nextSecret(@Nullable Instant nextSecret) {
    this.nextSecret = nextSecret;
    return this;
  }

  /** Sets what requests hold beyond what every one holds. */
  public ClientRegistrationBuilder requests(RequestOptions requests) {
    this.requests = Objects.requireNonNull(requests, "requests");
    return this;
  }

  /** Sets how responses are read. */
  public ClientRegistrationBuilder responses(ResponseOptions responses) {
    this.responses = Objects.requireNonNull(responses, "responses");
    return this;
  }

  /** Sets how receivers of callouts refuse a token. */
  public ClientRegistrationBuilder renewal(RenewalRules renewal) {
    this.renewal = Objects.requireNonNull(renewal, "renewal");
    return this;
  }

  /** Sets the certificate that the client shows in TLS, or null for none. */
  public ClientRegistrationBuilder certificate(@Nullable CertificateChain certificate) {
    this.certificate = certificate;
    return this;
  }

  /** Sets how the refresh token is used. */
  public ClientRegistrationBuilder authorization(AuthorizationOptions authorization) {
    this.authorization = Objects.requireNonNull(authorization, "authorization");
    return this;
  }

  /** Sets how an authorization is asked for; not at all by default. */
  public ClientRegistrationBuilder authorizationRequests(AuthorizationRequestOptions options) {
    this.authorizationRequests = Objects.requireNonNull(options, "options");
    return this;
  }

  /** Sets what stands between the tokens of a scope; a space by default. */
  public ClientRegistrationBuilder scopeSeparator(ScopeSeparator separator) {
    return requests(requests.toBuilder().scopeSeparator(separator).build());
  }

  /** Sets what {@code expires_in} counts; seconds by default. */
  public ClientRegistrationBuilder lifetimeUnit(LifetimeUnit unit) {
    return responses(responses.toBuilder().lifetimeUnit(unit).build());
  }

  /**
   * Sets what the server may call the token type Bearer besides that; nothing by default.
   *
   * @throws IllegalArgumentException when one is not another name for it
   */
  public ClientRegistrationBuilder tokenTypeAliases(Set<String> aliases) {
    return responses(responses.toBuilder().tokenTypeAliases(aliases).build());
  }

  /**
   * Returns the registration.
   *
   * @throws NullPointerException when the client id or the token endpoint is missing
   */
  public ClientRegistration build() {
    return new ClientRegistration(
        this,
        Objects.requireNonNull(clientId, "clientId"),
        Objects.requireNonNull(tokenEndpoint, "tokenEndpoint"));
  }
}
