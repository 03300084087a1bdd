package io.calloutauth.oauth;

import java.util.List;

/**
 * A requirement of a grant or a client authentication beside the settings of its provider. The
 * secrets that one names are opened for each request; of the others, whoever provides what is
 * needed asks {@link #isOf}.
 */
public enum Need {
  /** The client secret. */
  CLIENT_SECRET(SecretName.CLIENT_SECRET),
  /** Key pairs of ours, to sign with: those that are set beside it. */
  KEYS,
  /** A client certificate of ours, to show in TLS (RFC 8705): the one that is set beside it. */
  CERTIFICATE,
  /** An authorization: consent that was given once and owns a refresh token. */
  AUTHORIZATION,
  /**
   * The store while a token is requested: it goes with no guess about what is stored. For people:
   * the engine sees to it wherever there is an {@link #AUTHORIZATION}.
   */
  STORE;

  private final List<String> secrets;

  Need(String... secrets) {
    this.secrets = List.of(secrets);
  }

  /** Returns whether a grant or a client authentication has it. */
  public boolean isOf(GrantType grant, ClientAuthentication method) {
    return grant.needs().contains(this) || method.needs().contains(this);
  }

  /** Returns the names of the secrets that it stands for; empty when it is no secret. */
  public List<String> secrets() {
    return secrets;
  }
}
