package io.calloutauth;

import io.calloutauth.client.TokenError;

/** Thrown when there was no usable answer from a token endpoint. */
public final class TokenRequestException extends CalloutAuthException {

  private final ProviderId id;
  private final TokenError error;
  private final int status;

  TokenRequestException(ProviderId id, TokenError error, int status, Retry retry) {
    super(
        "The provider "
            + id
            + " gave no usable token response: "
            + error
            + (status == 0 ? "" : ", status " + status)
            + ". "
            + Advice.on(error),
        retry);
    this.id = id;
    this.error = error;
    this.status = status;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns what was wrong. */
  public TokenError error() {
    return error;
  }

  /** Returns the HTTP status, or 0 when there was no answer. */
  public int status() {
    return status;
  }
}
