package io.calloutauth;

import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.ProviderId;

/**
 * Thrown when there was no usable response from a token endpoint, or from an endpoint that
 * authorization requests are pushed to, or none was asked for because of something on this side.
 * All failures of the network are told alike, in message, {@link #error()}, {@link #status()} and
 * waits: what tells one network from another is in the operator's log only.
 */
public final class TokenRequestException extends CalloutAuthException {

  private final ProviderId id;
  private final TokenError error;
  private final int status;

  TokenRequestException(NamedProvider provider, TokenFailure failure, Retry retry) {
    super(message(provider, failure), retry, failure);
    this.id = provider.id();
    this.error = failure.error();
    this.status = failure.status();
  }

  private static String message(NamedProvider provider, TokenFailure failure) {
    if (Advice.isOfTheNetwork(failure.error())) {
      return "The "
          + failure.source().text()
          + " of the provider "
          + provider
          + Advice.OUT_OF_REACH;
    }
    if (Advice.isOfThisSide(failure.error())) {
      return (isOfTokens(failure)
              ? "There is no token of the provider "
              : "There is no authorization request to the provider ")
          + provider
          + ": "
          + failure.error()
          + ". "
          + Advice.on(failure);
    }
    return "The provider "
        + provider
        + (isOfTokens(failure)
            ? " gave no usable token response: "
            : " gave no usable response to a pushed authorization request: ")
        + failure
        + ". "
        + Advice.on(failure);
  }

  private static boolean isOfTokens(TokenFailure failure) {
    return failure.source() == TokenFailure.Source.TOKEN_ENDPOINT;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns what was wrong. */
  public TokenError error() {
    return error;
  }

  /** Returns the HTTP status, or 0 when there was no response. */
  public int status() {
    return status;
  }
}
