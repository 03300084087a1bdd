package io.calloutauth.provider;

/**
 * What an administrator types about a provider: the public list of its settings. Constants may be
 * added.
 */
public enum ProviderField {
  /** The name, unique in its tenant. */
  NAME("name", "name"),
  /** The grant type. */
  GRANT_TYPE("grant_type", "grant type"),
  /** The client id. */
  CLIENT_ID("client_id", "client id"),
  /** The client secret. */
  CLIENT_SECRET("client_secret", "client secret", true),
  /** When the client secret ends. */
  CLIENT_SECRET_EXPIRES_AT("client_secret_expires_at", "end of the client secret"),
  /** The private key that assertions are signed with. */
  PRIVATE_KEY("private_key", "private key", true),
  /** The algorithm that the private key signs with. */
  SIGNING_ALGORITHM("token_endpoint_auth_signing_alg", "signing algorithm"),
  /** Whom assertions are for. */
  ASSERTION_AUDIENCE("assertion_audience", "assertion audience"),
  /** Whether the client id is left out beside an assertion. */
  ASSERTION_WITHOUT_CLIENT_ID("assertion_without_client_id", "assertion without client id"),
  /** Whether assertions name the key by its certificate. */
  ASSERTION_CERTIFICATE_THUMBPRINT(
      "assertion_certificate_thumbprint", "certificate thumbprint in assertions"),
  /** Who the grant's assertion is of: its {@code iss}. */
  ASSERTION_ISSUER("assertion_issuer", "assertion issuer"),
  /** Whom the token is to act for: the {@code sub} of the grant's assertion. */
  ASSERTION_SUBJECT("assertion_subject", "assertion subject"),
  /** How long the grant's assertion is good. */
  ASSERTION_LIFETIME("assertion_lifetime", "assertion lifetime"),
  /** Whether the scope is a claim of the grant's assertion. */
  SCOPE_AS_CLAIM("scope_as_claim", "scope as a claim"),
  /** The extra claims of the grant's assertion. */
  CLAIMS("claims", "extra claims", true),
  /** What the server calls the key: the {@code kid} of the grant's assertion. */
  ASSERTION_KEY_ID("assertion_key_id", "assertion key id"),
  /** The refresh token. */
  REFRESH_TOKEN("refresh_token", "refresh token", true),
  /** For how long the server takes a used refresh token once more. */
  REFRESH_TOKEN_REUSE_INTERVAL("refresh_token_reuse_interval", "refresh token reuse interval"),
  /** How long the refresh token may stay unused. */
  KEEP_ALIVE_INTERVAL("keep_alive_interval", "keep-alive interval"),
  /** What the authorization server calls itself. */
  ISSUER("issuer", "issuer"),
  /** The token endpoint. */
  TOKEN_ENDPOINT("token_endpoint", "token endpoint"),
  /** The revocation endpoint. */
  REVOCATION_ENDPOINT("revocation_endpoint", "revocation endpoint"),
  /** The authorization endpoint. */
  AUTHORIZATION_ENDPOINT("authorization_endpoint", "authorization endpoint"),
  /** Where authorization requests are pushed to. */
  PUSHED_AUTHORIZATION_REQUEST_ENDPOINT(
      "pushed_authorization_request_endpoint", "pushed authorization request endpoint"),
  /** The extra parameters of authorization requests. */
  AUTHORIZATION_PARAMETERS("authorization_parameters", "authorization parameters"),
  /** Whether each authorization response names the issuer. */
  ISSUER_IN_RESPONSES(
      "authorization_response_iss_parameter_supported", "issuer in authorization responses"),
  /** The introspection endpoint. */
  INTROSPECTION_ENDPOINT("introspection_endpoint", "introspection endpoint"),
  /** The test endpoint. */
  TEST_ENDPOINT("test_endpoint", "test endpoint"),
  /** The scope. */
  SCOPE("scope", "scope"),
  /** How the client authenticates. */
  CLIENT_AUTHENTICATION("client_authentication", "client authentication"),
  /** The certificate that the client shows in TLS, with its private key. */
  CLIENT_CERTIFICATE("client_certificate", "client certificate", true),
  /** How long a token lives whose response does not say so. */
  DEFAULT_LIFETIME("default_lifetime", "default lifetime"),
  /** Whether the server lets one token of the client live at a time. */
  SINGLE_TOKEN("single_token", "single token"),
  /** The origins that the token may go to. */
  ORIGINS("origins", "origins"),
  /** The {@code audience} that is asked for. */
  AUDIENCE("audience", "audience"),
  /** The {@code resource} parameters that are asked for. */
  RESOURCES("resources", "resources"),
  /** What stands between the tokens of a scope. */
  SCOPE_SEPARATOR("scope_separator", "scope separator"),
  /** How the parameters of a token request are written. */
  BODY_FORMAT("body_format", "body format"),
  /** How the client authenticates at the revocation endpoint. */
  REVOCATION_AUTHENTICATION("revocation_authentication", "revocation authentication"),
  /** The extra parameters of token requests. */
  PARAMETERS("parameters", "extra parameters", true),
  /** The extra headers of requests. */
  HEADERS("headers", "extra headers", true),
  /** The {@code User-Agent} of requests to the authorization server. */
  USER_AGENT("user_agent", "user agent"),
  /** Whether the client id is in the body too, beside the Authorization header. */
  CLIENT_ID_IN_BODY("client_id_in_body", "client id in the body"),
  /** What {@code expires_in} counts. */
  LIFETIME_UNIT("lifetime_unit", "lifetime unit"),
  /** What the server may call the token type Bearer besides that. */
  TOKEN_TYPE_ALIASES("token_type_aliases", "token type aliases"),
  /** Where the token is in a response. */
  TOKEN_POINTER("token_pointer", "token pointer"),
  /** Where the token type is in a response. */
  TOKEN_TYPE_POINTER("token_type_pointer", "token type pointer"),
  /** Where the lifetime is in a response. */
  LIFETIME_POINTER("lifetime_pointer", "lifetime pointer"),
  /** The statuses by which receivers of callouts refuse the token, besides 401. */
  RENEWAL_STATUSES("renewal_statuses", "renewal statuses"),
  /** Where receivers tell in a body that they refuse the token. */
  RENEWAL_POINTER("renewal_pointer", "renewal pointer"),
  /** By which values receivers tell in a body that they refuse the token. */
  RENEWAL_VALUES("renewal_values", "renewal values");

  private final String key;
  private final String label;
  private final boolean secret;

  ProviderField(String key, String label) {
    this(key, label, false);
  }

  ProviderField(String key, String label, boolean secret) {
    this.key = key;
    this.label = label;
    this.secret = secret;
  }

  /** Returns the key by which it is stored and written: it never changes. */
  public String key() {
    return key;
  }

  /** Returns the field's name in words. */
  public String label() {
    return label;
  }

  /** Returns whether what is typed is a secret: it is sealed and never shown. */
  public boolean isSecret() {
    return secret;
  }
}
