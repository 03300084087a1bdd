package io.calloutauth.provider;

import io.calloutauth.Providers;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator typed about a provider: a draft that accepts anything. {@link
 * Providers#create}, {@link Providers#update} and {@link Providers#check} judge it and name every
 * bad field at once. Immutable and thread-safe; {@link #toString()} hides the secret.
 */
public final class ProviderSettings {

  private final ProviderDraft draft;

  private ProviderSettings(ProviderDraft draft) {
    this.draft = draft;
  }

  /** Returns an empty draft for the client credentials grant (RFC 6749 section 4.4). */
  public static Builder clientCredentials() {
    return new Builder(new ProviderDraft());
  }

  /**
   * Returns a draft that starts with what this one holds, its secret or the keeping of it included.
   */
  public Builder toBuilder() {
    return new Builder(draft.copy());
  }

  String name() {
    return draft.name;
  }

  GrantType grantType() {
    return draft.grantType;
  }

  String clientId() {
    return draft.clientId;
  }

  /** Returns the secret that was typed, or null when none was. */
  @Nullable Secret clientSecret() {
    return draft.clientSecret;
  }

  /** Returns the provider whose secret is kept, or null when this is no edit. */
  public @Nullable ProviderId editOf() {
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

  boolean singleToken() {
    return draft.singleToken;
  }

  List<String> origins() {
    return List.copyOf(draft.origins);
  }

  RequestSettings requests() {
    return draft.requests;
  }

  ResponseSettings responses() {
    return draft.responses;
  }

  List<Integer> renewalStatuses() {
    return List.copyOf(draft.renewalStatuses);
  }

  String renewalPointer() {
    return draft.renewalPointer;
  }

  List<String> renewalValues() {
    return draft.renewalValues;
  }

  /** Returns the name, and nothing of the secret. */
  @Override
  public String toString() {
    return "ProviderSettings[" + draft.name + "]";
  }

  /** Collects what is typed. An empty text is the same as none. Not thread-safe. */
  public static final class Builder {

    private final ProviderDraft draft;

    private Builder(ProviderDraft draft) {
      this.draft = draft;
    }

    /**
     * Sets the name: required, unique in the tenant without regard to case, at most 255 characters.
     */
    public Builder name(String name) {
      draft.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Sets what the server calls the grant; {@code client_credentials} unless set. */
    public Builder grantType(GrantType grantType) {
      draft.grantType = Objects.requireNonNull(grantType, "grantType");
      return this;
    }

    /** Sets the client id: required. */
    public Builder clientId(String clientId) {
      draft.clientId = Objects.requireNonNull(clientId, "clientId");
      return this;
    }

    /**
     * Sets the client secret: required for a new provider unless its client authentication is
     * {@code none}, at most 16,000 characters.
     */
    public Builder clientSecret(String clientSecret) {
      draft.clientSecret = clientSecret.isEmpty() ? null : Secret.of(clientSecret);
      return this;
    }

    /** Sets the token endpoint: required. */
    public Builder tokenEndpoint(String url) {
      draft.tokenEndpoint = Objects.requireNonNull(url, "url");
      return this;
    }

    /**
     * Sets the revocation endpoint (RFC 7009); without it tokens cannot be revoked at the server.
     */
    public Builder revocationEndpoint(String url) {
      draft.revocationEndpoint = Objects.requireNonNull(url, "url");
      return this;
    }

    /** Sets the test endpoint: a protected URL that tells whether the token is accepted. */
    public Builder testEndpoint(String url) {
      draft.testEndpoint = Objects.requireNonNull(url, "url");
      return this;
    }

    /**
     * Sets the scope: a list separated by spaces or commas, case-sensitive (RFC 6749 section 3.3).
     */
    public Builder scope(String list) {
      draft.scope = Objects.requireNonNull(list, "list");
      return this;
    }

    /** Sets how the client authenticates; {@code client_secret_basic} unless set. */
    public Builder clientAuthentication(ClientAuthentication method) {
      draft.clientAuthentication = Objects.requireNonNull(method, "method");
      return this;
    }

    /** Sets how long a token lives whose response does not say so; 300 seconds unless set. */
    public Builder defaultLifetime(Duration lifetime) {
      draft.defaultLifetime = Objects.requireNonNull(lifetime, "lifetime");
      return this;
    }

    /**
     * Sets whether the server lets one token of the client live at a time, as some do: then {@link
     * Providers#check} asks for none while callouts use one. Not so unless set.
     */
    public Builder singleToken(boolean singleToken) {
      draft.singleToken = singleToken;
      return this;
    }

    /**
     * Adds an origin that the token may go to, for example {@code https://api.example.com}, or
     * {@code *} for any. One at least is required, or {@link #anyOrigin()}: where a token may go is
     * said, never assumed.
     */
    public Builder origin(String origin) {
      draft.origins.add(Objects.requireNonNull(origin, "origin"));
      return this;
    }

    /**
     * Lets the token go to any https target, in place of the origins that were added. Whoever may
     * choose where a callout goes can then have the token sent to himself.
     */
    public Builder anyOrigin() {
      return noOrigins().origin(Origins.ANY_TEXT);
    }

    /** Takes away all origins that were added, any origin included, to list others. */
    public Builder noOrigins() {
      draft.origins.clear();
      return this;
    }

    /** Changes what token requests hold beyond, or other than, what RFC 6749 says. */
    public Builder requests(UnaryOperator<RequestSettings.Builder> change) {
      draft.requests = change.apply(draft.requests.toBuilder()).build();
      return this;
    }

    /** Changes how token responses are read that stray from RFC 6749. */
    public Builder responses(UnaryOperator<ResponseSettings.Builder> change) {
      draft.responses = change.apply(draft.responses.toBuilder()).build();
      return this;
    }

    /**
     * Adds a status by which receivers of callouts refuse the token besides 401, for example 403 or
     * 498: a client error. Such a response starts a renewal, and the callout is sent once more.
     */
    public Builder renewalStatus(int status) {
      draft.renewalStatuses.add(status);
      return this;
    }

    /** Takes away all statuses that were added. */
    public Builder noRenewalStatuses() {
      draft.renewalStatuses.clear();
      return this;
    }

    /**
     * Sets by what in a JSON body receivers of callouts refuse the token, whatever the status: at
     * most 64 KiB of a body are looked at. An empty pointer without values is none.
     *
     * @param pointer where it is (RFC 6901), for example {@code /error/code}
     * @param values the texts, numbers, {@code true} or {@code false} there that refuse the token
     */
    public Builder renewalBody(String pointer, String... values) {
      draft.renewalPointer = Objects.requireNonNull(pointer, "pointer");
      draft.renewalValues = List.of(values);
      return this;
    }

    Builder origins(Origins origins) {
      noOrigins();
      origins.list().forEach(origin -> origin(origin.toString()));
      return origins.isAny() ? anyOrigin() : this;
    }

    Builder requests(RequestSettings settings) {
      draft.requests = settings;
      return this;
    }

    Builder responses(ResponseSettings settings) {
      draft.responses = settings;
      return this;
    }

    Builder editOf(ProviderId id) {
      draft.editOf = id;
      return this;
    }

    /** Returns the draft. Nothing is judged yet. */
    public ProviderSettings build() {
      return new ProviderSettings(draft.copy());
    }
  }
}
