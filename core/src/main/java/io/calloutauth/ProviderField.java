package io.calloutauth;

/** What an administrator types about a provider. */
public enum ProviderField {
  /** The name, unique in its tenant. */
  NAME("name"),
  /** The grant type. */
  GRANT_TYPE("grant type"),
  /** The client id. */
  CLIENT_ID("client id"),
  /** The client secret. */
  CLIENT_SECRET("client secret"),
  /** The token endpoint. */
  TOKEN_ENDPOINT("token endpoint"),
  /** The revocation endpoint. */
  REVOCATION_ENDPOINT("revocation endpoint"),
  /** The test endpoint. */
  TEST_ENDPOINT("test endpoint"),
  /** The scope. */
  SCOPE("scope"),
  /** How the client authenticates. */
  CLIENT_AUTHENTICATION("client authentication"),
  /** How long a token lives whose answer does not say so. */
  DEFAULT_LIFETIME("default lifetime"),
  /** Whether the server lets one token of the client live at a time. */
  SINGLE_TOKEN("single token"),
  /** The origins that the token may go to. */
  ORIGINS("origins"),
  /** The {@code audience} that is asked for. */
  AUDIENCE("audience"),
  /** The {@code resource} parameters that are asked for. */
  RESOURCES("resources"),
  /** What stands between the tokens of a scope. */
  SCOPE_SEPARATOR("scope separator"),
  /** How the parameters of a token request are written. */
  BODY_FORMAT("body format"),
  /** How the client authenticates at the revocation endpoint. */
  REVOCATION_AUTHENTICATION("revocation authentication"),
  /** The extra parameters of token requests. */
  PARAMETERS("extra parameters"),
  /** The extra headers of requests. */
  HEADERS("extra headers"),
  /** What {@code expires_in} counts. */
  LIFETIME_UNIT("lifetime unit"),
  /** What the server may call the token type Bearer besides that. */
  TOKEN_TYPE_ALIASES("token type aliases"),
  /** Where the token is in an answer. */
  TOKEN_POINTER("token pointer"),
  /** Where the token type is in an answer. */
  TOKEN_TYPE_POINTER("token type pointer"),
  /** Where the lifetime is in an answer. */
  LIFETIME_POINTER("lifetime pointer");

  private final String label;

  ProviderField(String label) {
    this.label = label;
  }

  /** Returns the field's name in words. */
  public String label() {
    return label;
  }
}
