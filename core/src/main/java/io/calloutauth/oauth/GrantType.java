package io.calloutauth.oauth;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A grant type of RFC 6749 or RFC 7523, and what some vendors call their own form of client
 * credentials. What theirs need beside it are extra parameters.
 */
public enum GrantType {
  /** The client credentials grant, RFC 6749 section 4.4. */
  CLIENT_CREDENTIALS("client_credentials"),
  /** The same for an account, which {@code account_id} names. */
  ACCOUNT_CREDENTIALS("account_credentials"),
  /** The same under a name that is short of an s. */
  CLIENT_CREDENTIAL("client_credential"),
  /** The same between two parties, as some commerce networks call it. */
  OPENAPI_2LO("openapi_2lo"),
  /** A token request of the API key that {@code apikey} holds. */
  IBM_API_KEY("urn:ibm:params:oauth:grant-type:apikey"),
  /** An assertion that a key of the client's own signs, RFC 7523 section 2.1. */
  JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer", Need.KEYS),
  /** A refresh token that an administrator types, and those that take its place, section 6. */
  REFRESH_TOKEN("refresh_token", Need.AUTHORIZATION, Need.STORE),
  /** The authorization code grant, RFC 6749 section 4.1, with PKCE (RFC 7636). */
  AUTHORIZATION_CODE("authorization_code", Need.AUTHORIZATION, Need.STORE);

  private final String value;
  private final Set<Need> needs;

  GrantType(String value, Need... needs) {
    this.value = value;
    this.needs = Set.of(needs);
  }

  /** Returns the value of the request parameter {@code grant_type}. */
  public String value() {
    return value;
  }

  /** Returns what it needs beside the settings of a provider. */
  public Set<Need> needs() {
    return needs;
  }

  /** Returns whether a token is asked for with a signed assertion (RFC 7521 section 4.1). */
  public boolean usesAssertion() {
    return this == JWT_BEARER;
  }

  /** Returns whether it begins at the authorization endpoint (RFC 6749 section 3.1). */
  public boolean usesAuthorizationEndpoint() {
    return this == AUTHORIZATION_CODE;
  }

  /** Returns the grant type that a name of {@link #value()} is of; empty when it is of none. */
  public static Optional<GrantType> fromWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.value.equals(name)).findFirst();
  }
}
