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
  /** The private key that client assertions are signed with. */
  PRIVATE_KEY("private_key", "private key", true),
  /** The algorithm that the private key signs with. */
  SIGNING_ALGORITHM("token_endpoint_auth_signing_alg", "signing algorithm"),
  /** Whom client assertions are for. */
  ASSERTION_AUDIENCE("assertion_audience", "assertion audience"),
  /** Whether the client id is left out beside a client assertion. */
  ASSERTION_WITHOUT_CLIENT_ID("assertion_without_client_id", "assertion without client id"),
  /** What the authorization server calls itself. */
  ISSUER("issuer", "issuer"),
  /** The token endpoint. */
  TOKEN_ENDPOINT("token_endpoint", "token endpoint"),
  /** The revocation endpoint. */
  REVOCATION_ENDPOINT("revocation_endpoint", "revocation endpoint"),
  /** The test endpoint. */
  TEST_ENDPOINT("test_endpoint", "test endpoint"),
  /** The scope. */
  SCOPE("scope", "scope"),
  /** How the client authenticates. */
  CLIENT_AUTHENTICATION("client_authentication", "client authentication"),
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
