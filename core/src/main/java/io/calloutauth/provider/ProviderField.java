package io.calloutauth.provider;

/** What an administrator types about a provider. */
public enum ProviderField {
  /** The name, unique in its tenant. */
  NAME("name", Setting.NAME),
  /** The grant type. */
  GRANT_TYPE("grant type", Setting.GRANT_TYPE),
  /** The client id. */
  CLIENT_ID("client id", Setting.CLIENT_ID),
  /** The client secret. */
  CLIENT_SECRET("client secret", Setting.CLIENT_SECRET),
  /** The token endpoint. */
  TOKEN_ENDPOINT("token endpoint", Setting.TOKEN_ENDPOINT),
  /** The revocation endpoint. */
  REVOCATION_ENDPOINT("revocation endpoint", Setting.REVOCATION_ENDPOINT),
  /** The test endpoint. */
  TEST_ENDPOINT("test endpoint", Setting.TEST_ENDPOINT),
  /** The scope. */
  SCOPE("scope", Setting.SCOPE),
  /** How the client authenticates. */
  CLIENT_AUTHENTICATION("client authentication", Setting.CLIENT_AUTHENTICATION),
  /** How long a token lives whose response does not say so. */
  DEFAULT_LIFETIME("default lifetime", Setting.DEFAULT_LIFETIME),
  /** Whether the server lets one token of the client live at a time. */
  SINGLE_TOKEN("single token", Setting.SINGLE_TOKEN),
  /** The origins that the token may go to. */
  ORIGINS("origins", Setting.ORIGINS),
  /** The {@code audience} that is asked for. */
  AUDIENCE("audience", Setting.AUDIENCE),
  /** The {@code resource} parameters that are asked for. */
  RESOURCES("resources", Setting.RESOURCES),
  /** What stands between the tokens of a scope. */
  SCOPE_SEPARATOR("scope separator", Setting.SCOPE_SEPARATOR),
  /** How the parameters of a token request are written. */
  BODY_FORMAT("body format", Setting.BODY_FORMAT),
  /** How the client authenticates at the revocation endpoint. */
  REVOCATION_AUTHENTICATION("revocation authentication", Setting.REVOCATION_AUTHENTICATION),
  /** The extra parameters of token requests. */
  PARAMETERS("extra parameters", Setting.PARAMETERS),
  /** The extra headers of requests. */
  HEADERS("extra headers", Setting.HEADERS),
  /** What {@code expires_in} counts. */
  LIFETIME_UNIT("lifetime unit", Setting.LIFETIME_UNIT),
  /** What the server may call the token type Bearer besides that. */
  TOKEN_TYPE_ALIASES("token type aliases", Setting.TOKEN_TYPE_ALIASES),
  /** Where the token is in a response. */
  TOKEN_POINTER("token pointer", Setting.TOKEN_POINTER),
  /** Where the token type is in a response. */
  TOKEN_TYPE_POINTER("token type pointer", Setting.TOKEN_TYPE_POINTER),
  /** Where the lifetime is in a response. */
  LIFETIME_POINTER("lifetime pointer", Setting.LIFETIME_POINTER),
  /** The statuses by which receivers of callouts refuse the token, besides 401. */
  RENEWAL_STATUSES("renewal statuses", Setting.RENEWAL_STATUSES),
  /** Where receivers tell in a body that they refuse the token. */
  RENEWAL_POINTER("renewal pointer", Setting.RENEWAL_POINTER),
  /** By which values receivers tell in a body that they refuse the token. */
  RENEWAL_VALUES("renewal values", Setting.RENEWAL_VALUES);

  private final String label;
  private final Setting setting;

  ProviderField(String label, Setting setting) {
    this.label = label;
    this.setting = setting;
  }

  /** Returns the field's name in words. */
  public String label() {
    return label;
  }

  /** Returns the setting that is typed here. */
  Setting setting() {
    return setting;
  }
}
