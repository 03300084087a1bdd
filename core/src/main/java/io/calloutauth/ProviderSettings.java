package io.calloutauth;

import io.calloutauth.client.ClientAuthentication;
import io.calloutauth.client.ClientRegistration;
import io.calloutauth.client.GrantType;
import io.calloutauth.client.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator typed about a provider: a draft that accepts anything. {@link
 * Providers#create}, {@link Providers#update} and {@link Providers#check} judge it and name every
 * bad field at once. Immutable and thread-safe; {@link #toString()} hides the secret.
 */
public final class ProviderSettings {

  private final Builder draft;

  private ProviderSettings(Builder draft) {
    this.draft = draft;
  }

  /** Returns an empty draft for the client credentials grant (RFC 6749 section 4.4). */
  public static Builder clientCredentials() {
    return new Builder();
  }

  /**
   * Returns a draft that starts with what this one holds, its secret or the keeping of it included.
   */
  public Builder toBuilder() {
    return draft.copy();
  }

  String name() {
    return draft.name;
  }

  GrantType grantType() {
    return GrantType.CLIENT_CREDENTIALS;
  }

  String clientId() {
    return draft.clientId;
  }

  /** Returns the secret that was typed, or null when none was. */
  @Nullable Secret clientSecret() {
    return draft.clientSecret;
  }

  /** Returns the provider whose secret is kept, or null when this is no edit. */
  @Nullable ProviderId editOf() {
    return draft.editOf;
  }

  String tokenEndpoint() {
    return draft.tokenEndpoint;
  }

  String revocationEndpoint() {
    return draft.revocationEndpoint;
  }

  String testEndpoint() {
    return draft.testEndpoint;
  }

  String scope() {
    return draft.scope;
  }

  ClientAuthentication clientAuthentication() {
    return draft.clientAuthentication;
  }

  Duration defaultLifetime() {
    return draft.defaultLifetime;
  }

  List<String> origins() {
    return List.copyOf(draft.origins);
  }

  /** Returns the name, and nothing of the secret. */
  @Override
  public String toString() {
    return "ProviderSettings[" + draft.name + "]";
  }

  /** Collects what is typed. An empty text is the same as none. Not thread-safe. */
  public static final class Builder {

    private String name = "";
    private String clientId = "";
    private @Nullable Secret clientSecret;
    private @Nullable ProviderId editOf;
    private String tokenEndpoint = "";
    private String revocationEndpoint = "";
    private String testEndpoint = "";
    private String scope = "";
    private ClientAuthentication clientAuthentication = ClientAuthentication.CLIENT_SECRET_BASIC;
    private Duration defaultLifetime = ClientRegistration.DEFAULT_LIFETIME;
    private List<String> origins = new ArrayList<>();

    private Builder() {}

    /**
     * Sets the name: required, unique in the tenant without regard to case, at most 255 characters.
     */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Sets the client id: required. */
    public Builder clientId(String clientId) {
      this.clientId = Objects.requireNonNull(clientId, "clientId");
      return this;
    }

    /** Sets the client secret: required for a new provider, at most 16,000 characters. */
    public Builder clientSecret(String clientSecret) {
      this.clientSecret = clientSecret.isEmpty() ? null : Secret.of(clientSecret);
      return this;
    }

    /** Sets the token endpoint: required. */
    public Builder tokenEndpoint(String url) {
      this.tokenEndpoint = Objects.requireNonNull(url, "url");
      return this;
    }

    /**
     * Sets the revocation endpoint (RFC 7009); without it tokens cannot be revoked at the server.
     */
    public Builder revocationEndpoint(String url) {
      this.revocationEndpoint = Objects.requireNonNull(url, "url");
      return this;
    }

    /** Sets the test endpoint: a protected URL that tells whether the token is accepted. */
    public Builder testEndpoint(String url) {
      this.testEndpoint = Objects.requireNonNull(url, "url");
      return this;
    }

    /**
     * Sets the scope: a list separated by spaces or commas, case-sensitive (RFC 6749 section 3.3).
     */
    public Builder scope(String list) {
      this.scope = Objects.requireNonNull(list, "list");
      return this;
    }

    /** Sets how the client authenticates; {@code client_secret_basic} unless set. */
    public Builder clientAuthentication(ClientAuthentication method) {
      this.clientAuthentication = Objects.requireNonNull(method, "method");
      return this;
    }

    /** Sets how long a token lives whose answer does not say so; 300 seconds unless set. */
    public Builder defaultLifetime(Duration lifetime) {
      this.defaultLifetime = Objects.requireNonNull(lifetime, "lifetime");
      return this;
    }

    /**
     * Adds an origin that the token may go to, for example {@code https://api.example.com}. While
     * none is added the token may go to any https target.
     */
    public Builder origin(String origin) {
      origins.add(Objects.requireNonNull(origin, "origin"));
      return this;
    }

    /** Takes away all origins that were added. */
    public Builder anyOrigin() {
      origins.clear();
      return this;
    }

    Builder editOf(ProviderId id) {
      this.editOf = id;
      return this;
    }

    /** Returns the draft. Nothing is judged yet. */
    public ProviderSettings build() {
      return new ProviderSettings(copy());
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.name = name;
      copy.clientId = clientId;
      copy.clientSecret = clientSecret;
      copy.editOf = editOf;
      copy.tokenEndpoint = tokenEndpoint;
      copy.revocationEndpoint = revocationEndpoint;
      copy.testEndpoint = testEndpoint;
      copy.scope = scope;
      copy.clientAuthentication = clientAuthentication;
      copy.defaultLifetime = defaultLifetime;
      copy.origins = new ArrayList<>(origins);
      return copy;
    }
  }
}
