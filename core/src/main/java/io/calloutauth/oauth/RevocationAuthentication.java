package io.calloutauth.oauth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a client tells a revocation endpoint who it is. RFC 7009 section 2.1 wants what the token
 * endpoint wants; real servers differ.
 */
public enum RevocationAuthentication {
  /** As at the token endpoint. */
  SAME("same", null),
  /** With client id and secret in the Authorization header (RFC 8414 section 2). */
  CLIENT_SECRET_BASIC("client_secret_basic", ClientAuthentication.CLIENT_SECRET_BASIC),
  /** With client id and secret as parameters (RFC 8414 section 2). */
  CLIENT_SECRET_POST("client_secret_post", ClientAuthentication.CLIENT_SECRET_POST),
  /** Not at all: the token speaks for itself. */
  NONE("none", null),
  /** With the client id as a parameter, and no secret. */
  CLIENT_ID("client_id", ClientAuthentication.NONE),
  /** With the token that is revoked, as a bearer token. */
  BEARER("bearer", null);

  private final String value;
  private final @Nullable ClientAuthentication method;

  RevocationAuthentication(String value, @Nullable ClientAuthentication method) {
    this.value = value;
    this.method = method;
  }

  /**
   * Returns the client authentication that a revocation request carries; empty for none.
   *
   * @param atTokenEndpoint that of token requests
   */
  public Optional<ClientAuthentication> method(ClientAuthentication atTokenEndpoint) {
    return this == SAME ? Optional.of(atTokenEndpoint) : Optional.ofNullable(method);
  }

  /** Returns the name by which the choice is stored and written: it never changes. */
  public String value() {
    return value;
  }

  /** Returns whether it needs a client secret, whatever the token endpoint wants. */
  public boolean needsSecret() {
    return method != null && method.needsSecret();
  }
}
