package io.calloutauth.client;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.TokenError;
import java.util.Optional;

/**
 * Why there is no whole response to a request. The failures of the network differ for the operator
 * alone: to everybody else they are one error of one class.
 */
enum HttpFailure {
  /** The endpoint policy or the egress proxy refuses the endpoint or an address of it. */
  ENDPOINT_REFUSED(TokenError.UNREACHABLE, FailureClass.TRANSIENT),
  /** No connection, or one that broke off. */
  UNREACHABLE(TokenError.UNREACHABLE, FailureClass.TRANSIENT),
  /** The certificate or handshake is not acceptable. */
  TLS_FAILED(TokenError.UNREACHABLE, FailureClass.TRANSIENT),
  /** The deadline passed. */
  TIMED_OUT(TokenError.UNREACHABLE, FailureClass.TRANSIENT),
  /** What came is not HTTP as it should be, or is encoded in a way that was not asked for. */
  NOT_HTTP(TokenError.MALFORMED_RESPONSE, FailureClass.PERMANENT),
  /** The header fields are longer or more than the limit. */
  HEAD_TOO_LARGE(TokenError.MALFORMED_RESPONSE, FailureClass.PERMANENT),
  /** The body is longer than the limit. */
  BODY_TOO_LARGE(TokenError.BODY_TOO_LARGE, FailureClass.PERMANENT);

  private final TokenError error;
  private final FailureClass failureClass;

  HttpFailure(TokenError error, FailureClass failureClass) {
    this.error = error;
    this.failureClass = failureClass;
  }

  TokenError error() {
    return error;
  }

  /** Returns whether it tells one network from another. */
  boolean isOfTheNetwork() {
    return error == TokenError.UNREACHABLE;
  }

  FailureClass failureClass() {
    return failureClass;
  }

  /** Returns what was wrong with the response, where more can be said than the error does. */
  Optional<ResponseFlaw> flaw() {
    return this == HEAD_TOO_LARGE ? Optional.of(ResponseFlaw.HEAD_TOO_LARGE) : Optional.empty();
  }
}
