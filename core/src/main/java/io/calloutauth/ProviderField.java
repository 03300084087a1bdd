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
  /** The origins that the token may go to. */
  ORIGINS("origins");

  private final String label;

  ProviderField(String label) {
    this.label = label;
  }

  /** Returns the field's name in words. */
  public String label() {
    return label;
  }
}
