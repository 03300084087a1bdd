package io.calloutauth.oauth;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * How a client tells an authorization server who it is: the names are those of RFC 7591 section 2,
 * where it has one.
 */
public enum ClientAuthentication {
  /**
   * Client id and secret in the Authorization header, each form-encoded first (RFC 6749 section
   * 2.3.1).
   */
  CLIENT_SECRET_BASIC("client_secret_basic", Need.CLIENT_SECRET),
  /**
   * Client id and secret in the Authorization header as they are, for servers that do not decode
   * them. It is never switched to by itself. The client id must not contain a colon.
   */
  CLIENT_SECRET_BASIC_RAW("client_secret_basic_raw", Need.CLIENT_SECRET),
  /** Client id and secret as parameters in the request's body (RFC 6749 section 2.3.1). */
  CLIENT_SECRET_POST("client_secret_post", Need.CLIENT_SECRET),
  /** An assertion that the client secret signs, with HS256 (RFC 7523 section 2.2). */
  CLIENT_SECRET_JWT("client_secret_jwt", Need.CLIENT_SECRET),
  /** An assertion that a key of the client's own signs (RFC 7523 section 2.2). */
  PRIVATE_KEY_JWT("private_key_jwt", Need.KEYS),
  /** A certificate that an authority issued, shown in TLS (RFC 8705 section 2.1). */
  TLS_CLIENT_AUTH("tls_client_auth", Need.CERTIFICATE),
  /** A self-signed certificate that is registered itself, shown in TLS (RFC 8705 section 2.2). */
  SELF_SIGNED_TLS_CLIENT_AUTH("self_signed_tls_client_auth", Need.CERTIFICATE),
  /** The client id as a parameter in the request's body, and no secret. */
  NONE("none");

  private final String value;
  private final Set<Need> needs;

  ClientAuthentication(String value, Need... needs) {
    this.value = value;
    this.needs = Set.of(needs);
  }

  /** Returns the registered name of the method, or ours. */
  public String value() {
    return value;
  }

  /** Returns what it needs beside the settings of a provider. */
  public Set<Need> needs() {
    return needs;
  }

  /** Returns the method that a name of {@link #value()} is of; empty when it is of none. */
  public static Optional<ClientAuthentication> fromWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.value.equals(name)).findFirst();
  }

  /** Returns whether a client secret is part of it. */
  public boolean needsSecret() {
    return needs.contains(Need.CLIENT_SECRET);
  }

  /** Returns whether a key pair of the client's own is part of it. */
  public boolean needsKeys() {
    return needs.contains(Need.KEYS);
  }

  /** Returns whether a client certificate, shown in TLS, is part of it. */
  public boolean needsCertificate() {
    return needs.contains(Need.CERTIFICATE);
  }

  /** Returns whether it is a signed assertion. */
  public boolean usesAssertion() {
    return this == CLIENT_SECRET_JWT || this == PRIVATE_KEY_JWT;
  }

  /** Returns whether client id and secret are in the Authorization header (RFC 7617). */
  public boolean usesBasic() {
    return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_BASIC_RAW;
  }
}
