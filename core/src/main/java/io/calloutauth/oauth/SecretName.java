package io.calloutauth.oauth;

import java.time.Instant;

/**
 * The names of a provider's secrets: under each, one sealed value is stored, and opened for a
 * request.
 */
public final class SecretName {

  /** The client secret (RFC 6749 section 2.3.1). */
  public static final String CLIENT_SECRET = "client_secret";

  /** A client secret beside it, while the server is to take one or the other. */
  public static final String NEXT_CLIENT_SECRET = CLIENT_SECRET + ":next";

  /** The refresh token that an administrator typed, and the one that a request is made with. */
  public static final String REFRESH_TOKEN = "refresh_token";

  /** The assertion of one request. It is stored nowhere, and hidden as what is stored. */
  public static final String CLIENT_ASSERTION = "client_assertion";

  /** The assertion of one request's grant (RFC 7523 section 2.1), stored nowhere either. */
  public static final String GRANT_ASSERTION = "assertion";

  /** The state of one authorization request, stored nowhere. */
  public static final String STATE = "state";

  /** An authorization code (RFC 6749 section 4.1.2), stored nowhere. */
  public static final String CODE = "code";

  /** The code verifier that goes with it (RFC 7636 section 4.1). */
  public static final String CODE_VERIFIER = "code_verifier";

  private static final String PRIVATE_KEY = "private_key:";
  private static final String TLS_KEY = "tls_key:";
  private static final String PARAMETER = "parameter:";
  private static final String HEADER = "header:";
  private static final String CLAIM = "claim:";

  private static final String NEXT_SET_AT = NEXT_CLIENT_SECRET + "@";

  /** No key id holds a colon. */
  private static final String BESIDE = ":beside";

  private SecretName() {}

  /** Returns the name of the private part of a key. */
  public static String privateKey(String kid) {
    return PRIVATE_KEY + kid;
  }

  /** Returns the name of the private key of a client certificate, by its thumbprint. */
  public static String tlsKey(String thumbprint) {
    return TLS_KEY + thumbprint;
  }

  /** Returns the name of an extra parameter's value. */
  public static String parameter(String name) {
    return PARAMETER + name;
  }

  /** Returns the name of an extra header's value. */
  public static String header(String name) {
    return HEADER + name;
  }

  /** Returns the name of an extra claim's value. */
  public static String claim(String name) {
    return CLAIM + name;
  }

  /**
   * Returns the name of a key as a credential that is tried beside the key that signs. It is
   * another name than the one that the same key has once it signs: which of the two worked last
   * says nothing after a promotion.
   */
  public static String beside(String privateKey) {
    return privateKey + BESIDE;
  }

  /**
   * Returns the name of the next client secret as a credential. It holds when that secret was set,
   * for the next one after it is another: which of the two worked says nothing of the other.
   */
  public static String next(Instant setAt) {
    return NEXT_SET_AT + setAt.toEpochMilli();
  }

  /** Returns the name of the secret that a credential is made with, which is what people read. */
  public static String ofCredential(String credential) {
    if (credential.startsWith(NEXT_SET_AT)) {
      return NEXT_CLIENT_SECRET;
    }
    return credential.endsWith(BESIDE)
        ? credential.substring(0, credential.length() - BESIDE.length())
        : credential;
  }

  /** Returns the name of what was signed for a first try, while a request is tried once more. */
  public static String before(String assertion) {
    return assertion + ":before";
  }

  /** Returns whether a secret is the value of an extra parameter, header or claim. */
  public static boolean isExtra(String name) {
    return name.startsWith(PARAMETER) || name.startsWith(HEADER) || name.startsWith(CLAIM);
  }
}
