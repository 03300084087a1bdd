package io.calloutauth.oauth;

/**
 * The names of a provider's secrets: under each, one sealed value is stored, and opened for a
 * request.
 */
public final class SecretName {

  /** The client secret (RFC 6749 section 2.3.1). */
  public static final String CLIENT_SECRET = "client_secret";

  /** The assertion of one request. It is stored nowhere, and hidden as what is stored. */
  public static final String CLIENT_ASSERTION = "client_assertion";

  private static final String PRIVATE_KEY = "private_key:";
  private static final String PARAMETER = "parameter:";
  private static final String HEADER = "header:";

  private SecretName() {}

  /** Returns the name of the private part of a key. */
  public static String privateKey(String kid) {
    return PRIVATE_KEY + kid;
  }

  /** Returns the name of an extra parameter's value. */
  public static String parameter(String name) {
    return PARAMETER + name;
  }

  /** Returns the name of an extra header's value. */
  public static String header(String name) {
    return HEADER + name;
  }

  /** Returns whether a secret is the value of an extra parameter or header. */
  public static boolean isExtra(String name) {
    return name.startsWith(PARAMETER) || name.startsWith(HEADER);
  }
}
