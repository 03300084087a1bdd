package io.calloutauth.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a revocation endpoint said (RFC 7009 section 2.2).
 *
 * @param outcome what it comes to
 * @param status the HTTP status, or 0 when there was no response
 * @param retryDelay how long the server asks to wait, or null when it does not say
 */
public record RevocationResult(Outcome outcome, int status, @Nullable Duration retryDelay) {

  /** What a revocation comes to. */
  public enum Outcome {
    /** The server took the token back, or never knew it (2xx). */
    REVOKED,
    /** The server says that the token was not valid any more. */
    ALREADY_INVALID,
    /** The server cannot revoke access tokens: {@code unsupported_token_type}. */
    NOT_SUPPORTED,
    /** The server refused: asking again will not help. */
    REFUSED,
    /** The server failed, throttled or could not be reached: the token is still valid there. */
    NOT_TOLD
  }
}
