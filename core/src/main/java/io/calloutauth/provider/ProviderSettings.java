package io.calloutauth.provider;

import io.calloutauth.EventType;
import io.calloutauth.Providers;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator typed about a provider: a draft that accepts anything. {@link
 * Providers#create}, {@link Providers#update} and {@link Providers#check} judge it and name every
 * bad field at once. Immutable and thread-safe; {@link #toString()} hides the secret.
 */
public final class ProviderSettings {

  private final ProviderDraft draft;

  ProviderSettings(ProviderDraft draft) {
    this.draft = draft;
  }

  /** Returns an empty draft for the client credentials grant (RFC 6749 section 4.4). */
  public static Builder clientCredentials() {
    return new Builder(new ProviderDraft());
  }

  /**
   * Returns an empty draft for the JWT bearer grant (RFC 7523 section 2.1), without client
   * authentication, which few servers want beside it.
   */
  public static Builder jwtBearer() {
    return new Builder(new ProviderDraft())
        .grantType(GrantType.JWT_BEARER)
        .clientAuthentication(ClientAuthentication.NONE);
  }

  /**
   * Returns an empty draft for the refresh token grant (RFC 6749 section 6): for an authorization
   * that was given elsewhere, whose refresh token is typed here.
   */
  public static Builder refreshToken() {
    return new Builder(new ProviderDraft()).grantType(GrantType.REFRESH_TOKEN);
  }

  /**
   * Returns an empty draft for the authorization code grant (RFC 6749 section 4.1), with PKCE. Its
   * tokens begin with an authorization that somebody gives in a browser.
   */
  public static Builder authorizationCode() {
    return new Builder(new ProviderDraft()).grantType(GrantType.AUTHORIZATION_CODE);
  }

  /**
   * Returns a draft that starts with what this one holds, its secret or the keeping of it included.
   */
  public Builder toBuilder() {
    return new Builder(draft.copy());
  }

  /** Returns the provider whose secret is kept, or null when this is no edit. */
  public @Nullable ProviderId editOf() {
    return draft.editOf();
  }

  /** Returns the name as it was typed; empty when there is none. */
  public String name() {
    return draft.get(SettingTable.NAME);
  }

  ProviderDraft draft() {
    return draft;
  }

  /** Returns the name, and nothing of the secret. */
  @Override
  public String toString() {
    return "ProviderSettings[" + draft.get(SettingTable.NAME) + "]";
  }

  /**
   * Collects what is typed. Null and an empty text are the same as none: in an edit, what is not
   * mentioned is kept, and what is set to none is taken away. Not thread-safe.
   */
  public static final class Builder {

    private final ProviderDraft draft;

    private Builder(ProviderDraft draft) {
      this.draft = draft;
    }

    /** Sets the name: required, unique in the tenant in whatever case, at most 255 characters. */
    public Builder name(@Nullable String name) {
      draft.put(SettingTable.NAME, name);
      return this;
    }

    /** Sets what the server calls the grant; {@code client_credentials} unless set. */
    public Builder grantType(@Nullable GrantType grantType) {
      draft.put(SettingTable.GRANT_TYPE, grantType);
      return this;
    }

    /** Sets the client id: required. */
    public Builder clientId(@Nullable String clientId) {
      draft.put(SettingTable.CLIENT_ID, clientId);
      return this;
    }

    /**
     * Sets the client secret: required unless the client authentication is {@code none}, at most
     * 16,000 characters without control characters. An edit that does not mention it keeps it, and
     * one that sets it keeps no {@linkplain Providers#addSecret next} one.
     */
    public Builder clientSecret(@Nullable String clientSecret) {
      draft.onlySecret(SettingTable.CLIENT_SECRET, clientSecret);
      return this;
    }

    /**
     * Sets the refresh token of the {@linkplain ProviderSettings#refreshToken() refresh token
     * grant}, where it is required: at most 65,536 visible ASCII characters. It starts another
     * authorization. An edit that does not mention it keeps the authorization, whatever refresh
     * token the server sent since then.
     */
    public Builder refreshToken(@Nullable String refreshToken) {
      draft.onlySecret(AuthorizationTable.REFRESH_TOKEN, refreshToken);
      return this;
    }

    /**
     * Sets for how long the server takes a refresh token once more that was used already; 0 unless
     * set, at most 1 hour. Only then is one sent again at once of which it is not known whether the
     * server got it.
     */
    public Builder refreshTokenReuseInterval(@Nullable Duration interval) {
      draft.put(AuthorizationTable.REUSE_INTERVAL, interval);
      return this;
    }

    /**
     * Sets how long the refresh token may stay unused: 5 minutes to 90 days, or 0 for as long as it
     * lives, which is so unless set. What stays unused for that long is used, so that a server
     * which forgets idle ones keeps it.
     */
    public Builder keepAliveInterval(@Nullable Duration interval) {
      draft.put(AuthorizationTable.KEEP_ALIVE_INTERVAL, interval);
      return this;
    }

    /**
     * Sets when the client secret ends, where the server says so: a date such as {@code
     * 2027-01-31}, or a time such as {@code 2027-01-31T18:00Z}; UTC unless it says otherwise. Its
     * end is told 30, 7 and 1 days before ({@link EventType#SECRET_ENDS}). Nothing stops by it.
     */
    public Builder clientSecretExpiresAt(@Nullable String time) {
      draft.put(SettingTable.CLIENT_SECRET_EXPIRES_AT, time);
      return this;
    }

    /**
     * Sets what the authorization server calls itself (RFC 8414 section 2): the URL at which its
     * metadata is found, kept as it is, for it is compared character by character.
     */
    public Builder issuer(@Nullable String url) {
      draft.put(SettingTable.ISSUER, url);
      return this;
    }

    /** Sets the token endpoint: required. */
    public Builder tokenEndpoint(@Nullable String url) {
      draft.put(SettingTable.TOKEN_ENDPOINT, url);
      return this;
    }

    /** Sets the revocation endpoint (RFC 7009), where the server can be told of revocations. */
    public Builder revocationEndpoint(@Nullable String url) {
      draft.put(SettingTable.REVOCATION_ENDPOINT, url);
      return this;
    }

    /**
     * Sets the introspection endpoint (RFC 7662), where a test asks the server what it knows of the
     * token. The client authenticates there as at the token endpoint.
     */
    public Builder introspectionEndpoint(@Nullable String url) {
      draft.put(SettingTable.INTROSPECTION_ENDPOINT, url);
      return this;
    }

    /** Sets the test endpoint: a protected URL that tells whether the token is accepted. */
    public Builder testEndpoint(@Nullable String url) {
      draft.put(SettingTable.TEST_ENDPOINT, url);
      return this;
    }

    /** Sets the scope: a list separated by spaces or commas (RFC 6749 section 3.3). */
    public Builder scope(@Nullable String list) {
      draft.put(SettingTable.SCOPE, list);
      return this;
    }

    /** Sets how the client authenticates; {@code client_secret_basic} unless set. */
    public Builder clientAuthentication(@Nullable ClientAuthentication method) {
      draft.put(SettingTable.CLIENT_AUTHENTICATION, method);
      return this;
    }

    /**
     * Sets the certificate that the client shows in TLS (RFC 8705), with its private key:
     * certificates and PKCS#8 in PEM, the client's own first and each one's issuer next, or a
     * PKCS#12 file in base64. An edit that does not mention it keeps it.
     *
     * @param password opens the private key or the file; it is not kept. Null where there is none
     */
    public Builder clientCertificate(@Nullable String pemOrPkcs12, @Nullable String password) {
      draft.onlySecret(CertificateTable.CLIENT_CERTIFICATE, pemOrPkcs12);
      draft.secret(CertificateTable.CLIENT_CERTIFICATE, CertificateTable.PASSWORD, password);
      return this;
    }

    /** Sets how long a token lives whose response does not say so; 300 seconds unless set. */
    public Builder defaultLifetime(@Nullable Duration lifetime) {
      draft.put(SettingTable.DEFAULT_LIFETIME, lifetime);
      return this;
    }

    /**
     * Sets whether the server lets one token of the client live at a time, as some do: then {@link
     * Providers#check} asks for none while callouts use one. Not so unless set.
     */
    public Builder singleToken(boolean singleToken) {
      draft.put(SettingTable.SINGLE_TOKEN, singleToken);
      return this;
    }

    /**
     * Adds an origin that the token may go to, for example {@code https://api.example.com}, or
     * {@code *} for any. One at least is required, or {@link #anyOrigin()}: where a token may go is
     * said, never assumed.
     */
    public Builder origin(@Nullable String origin) {
      draft.add(SettingTable.ORIGINS, origin);
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
      draft.put(SettingTable.ORIGINS, null);
      return this;
    }

    /** Changes the assertions that a client may authenticate or ask for tokens with (RFC 7523). */
    public Builder assertion(Consumer<AssertionSettings> change) {
      change.accept(new AssertionSettings(draft));
      return this;
    }

    /** Changes how an authorization is asked for (RFC 6749 section 4.1.1). */
    public Builder authorizationRequests(Consumer<AuthorizationRequestSettings> change) {
      change.accept(new AuthorizationRequestSettings(draft));
      return this;
    }

    /** Changes what token requests hold beyond, or other than, what RFC 6749 says. */
    public Builder requests(Consumer<RequestSettings> change) {
      change.accept(new RequestSettings(draft));
      return this;
    }

    /** Changes how token responses are read that stray from RFC 6749. */
    public Builder responses(Consumer<ResponseSettings> change) {
      change.accept(new ResponseSettings(draft));
      return this;
    }

    /**
     * Adds a status by which receivers of callouts refuse the token besides 401, for example 403 or
     * 498: a client error. Such a response starts a renewal, and the callout is sent once more.
     */
    public Builder renewalStatus(int status) {
      draft.add(ResponseTable.RENEWAL_STATUSES, Integer.toString(status));
      return this;
    }

    /** Takes away all statuses that were added. */
    public Builder noRenewalStatuses() {
      draft.put(ResponseTable.RENEWAL_STATUSES, null);
      return this;
    }

    /**
     * Sets by what in a JSON body receivers of callouts refuse the token, whatever the status: at
     * most 64 KiB of a body are looked at. An empty pointer without values is none.
     *
     * @param pointer where it is (RFC 6901), for example {@code /error/code}
     * @param values the texts, numbers, {@code true} or {@code false} there that refuse the token
     */
    public Builder renewalBody(@Nullable String pointer, String... values) {
      draft.put(ResponseTable.RENEWAL_POINTER, pointer);
      draft.put(ResponseTable.RENEWAL_VALUES, List.of(values));
      return this;
    }

    /** Returns the draft. Nothing is judged yet. */
    public ProviderSettings build() {
      return new ProviderSettings(draft.copy());
    }
  }
}
