package io.calloutauth;

import io.calloutauth.client.TokenError;

/**
 * Thrown when there was no usable answer from a token endpoint, or none was asked for because of
 * something on this side. The message is the same for all that tells one network from another;
 * {@link #error()} says more, and is for the host.
 */
public final class TokenRequestException extends CalloutAuthException {

  private final ProviderId id;
  private final TokenError error;
  private final int status;

  TokenRequestException(ProviderId id, TokenError error, int status, Retry retry) {
    super(message(id, error, status), retry);
    this.id = id;
    this.error = error;
    this.status = status;
  }

  private static String message(ProviderId id, TokenError error, int status) {
    if (Advice.isOfTheNetwork(error)) {
      return "The token endpoint of the provider " + id + Advice.OUT_OF_REACH;
    }
    if (Advice.isOfThisSide(error)) {
      return "There is no token of the provider " + id + ": " + error + ". " + Advice.on(error);
    }
    return "The provider "
        + id
        + " gave no usable token response: "
        + error
        + (status == 0 ? "" : ", status " + status)
        + ". "
        + Advice.on(error);
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
