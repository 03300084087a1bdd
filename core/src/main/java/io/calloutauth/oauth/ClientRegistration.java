package io.calloutauth.oauth;

import io.calloutauth.endpoint.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
  private final @Nullable Endpoint testEndpoint;
  private final Scope scope;
  private final Duration defaultLifetime;
  private final boolean singleToken;
  private final RequestOptions requests;
  private final ResponseOptions responses;
  private final RenewalRules renewal;

  private ClientRegistration(Builder builder, String clientId, Endpoint tokenEndpoint) {
    this.grantType = builder.grantType;
    this.clientId = clientId;
    this.clientAuthentication = builder.clientAuthentication;
    this.tokenEndpoint = tokenEndpoint;
    this.revocationEndpoint = builder.revocationEndpoint;
    this.testEndpoint = builder.testEndpoint;
    this.scope = builder.scope;
    this.defaultLifetime = builder.defaultLifetime;
    this.singleToken = builder.singleToken;
    this.requests = builder.requests;
    this.responses = builder.responses;
    this.renewal = builder.renewal;
  }

  private ClientRegistration(ClientRegistration other, ClientAuthentication authentication) {
    this.grantType = other.grantType;
    this.clientId = other.clientId;
    this.clientAuthentication = authentication;
    this.tokenEndpoint = other.tokenEndpoint;
    this.revocationEndpoint = other.revocationEndpoint;
    this.testEndpoint = other.testEndpoint;
    this.scope = other.scope;
    this.defaultLifetime = other.defaultLifetime;
    this.singleToken = other.singleToken;
    this.requests = other.requests;
    this.responses = other.responses;
    this.renewal = other.renewal;
  }

  /**
   * Returns a builder for the client credentials grant, with {@code client_secret_basic} and no
   * scope.
   */
  public static Builder builder() {
    return new Builder();
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

  /** Returns the {@linkplain SecretName names} of the secrets that it goes with. */
  public List<String> secretNames() {
    List<String> names = new ArrayList<>();
    Set<Need> needs = new TreeSet<>(grantType.needs());
    needs.addAll(clientAuthentication.needs());
    needs.forEach(need -> names.addAll(need.secrets()));
    if (needs.contains(Need.KEYS)) {
      requests.assertion().keys().keySet().forEach(kid -> names.add(SecretName.privateKey(kid)));
    }
    requests.parameterNames().forEach(name -> names.add(SecretName.parameter(name)));
    requests.headerNames().forEach(name -> names.add(SecretName.header(name)));
    return names;
  }

  /** Returns client id and token endpoint; there is no secret to hide. */
  @Override
  public String toString() {
    return "ClientRegistration[" + clientId + " at " + tokenEndpoint + "]";
  }

  /** Makes registrations. Not thread-safe. */
  public static final class Builder {

    private GrantType grantType = GrantType.CLIENT_CREDENTIALS;
    private @Nullable String clientId;
    private ClientAuthentication clientAuthentication = ClientAuthentication.CLIENT_SECRET_BASIC;
    private @Nullable Endpoint tokenEndpoint;
    private @Nullable Endpoint revocationEndpoint;
    private @Nullable Endpoint testEndpoint;
    private Scope scope = Scope.EMPTY;
    private Duration defaultLifetime = DEFAULT_LIFETIME;
    private boolean singleToken;
    private RequestOptions requests = RequestOptions.STANDARD;
    private ResponseOptions responses = ResponseOptions.STANDARD;
    private RenewalRules renewal = RenewalRules.STANDARD;

    private Builder() {}

    /** Sets the grant type. */
    public Builder grantType(GrantType grantType) {
      this.grantType = Objects.requireNonNull(grantType, "grantType");
      return this;
    }

    /** Sets the client id. */
    public Builder clientId(String clientId) {
      this.clientId = Objects.requireNonNull(clientId, "clientId");
      return this;
    }

    /** Sets how the client authenticates. */
    public Builder clientAuthentication(ClientAuthentication clientAuthentication) {
      this.clientAuthentication =
          Objects.requireNonNull(clientAuthentication, "clientAuthentication");
      return this;
    }

    /** Sets the token endpoint. */
    public Builder tokenEndpoint(Endpoint tokenEndpoint) {
      this.tokenEndpoint = Objects.requireNonNull(tokenEndpoint, "tokenEndpoint");
      return this;
    }

    /** Sets the revocation endpoint, or null for none. */
    public Builder revocationEndpoint(@Nullable Endpoint revocationEndpoint) {
      this.revocationEndpoint = revocationEndpoint;
      return this;
    }

    /** Sets the test endpoint, or null for none. */
    public Builder testEndpoint(@Nullable Endpoint testEndpoint) {
      this.testEndpoint = testEndpoint;
      return this;
    }

    /** Sets the scope. */
    public Builder scope(Scope scope) {
      this.scope = Objects.requireNonNull(scope, "scope");
      return this;
    }

    /** Sets how long a token lives whose response does not say so. */
    public Builder defaultLifetime(Duration defaultLifetime) {
      this.defaultLifetime = Objects.requireNonNull(defaultLifetime, "defaultLifetime");
      return this;
    }

    /** Sets whether the server lets one token of the client live at a time; not so by default. */
    public Builder singleToken(boolean singleToken) {
      this.singleToken = singleToken;
      return this;
    }

    /** Sets what requests hold beyond what every one holds. */
    public Builder requests(RequestOptions requests) {
      this.requests = Objects.requireNonNull(requests, "requests");
      return this;
    }

    /** Sets how responses are read. */
    public Builder responses(ResponseOptions responses) {
      this.responses = Objects.requireNonNull(responses, "responses");
      return this;
    }

    /** Sets how receivers of callouts refuse a token. */
    public Builder renewal(RenewalRules renewal) {
      this.renewal = Objects.requireNonNull(renewal, "renewal");
      return this;
    }

    /** Sets what stands between the tokens of a scope; a space by default. */
    public Builder scopeSeparator(ScopeSeparator separator) {
      return requests(requests.toBuilder().scopeSeparator(separator).build());
    }

    /** Sets what {@code expires_in} counts; seconds by default. */
    public Builder lifetimeUnit(LifetimeUnit unit) {
      return responses(responses.toBuilder().lifetimeUnit(unit).build());
    }

    /**
     * Sets what the server may call the token type Bearer besides that; nothing by default.
     *
     * @throws IllegalArgumentException when one is not another name for it
     */
    public Builder tokenTypeAliases(Set<String> aliases) {
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
}
