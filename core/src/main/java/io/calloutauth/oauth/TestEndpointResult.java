package io.calloutauth.oauth;

import org.jspecify.annotations.Nullable;

/**
 * What a test endpoint said to a request with the token (RFC 6750 section 3).
 *
 * @param outcome what it comes to
 * @param status the HTTP status, or 0 when there was no response
 * @param scope the scope that the server wants where the token lacks some; empty when it does not
 *     say. The server wrote it: its characters are a scope's, and it holds no secret
 * @param redirectTarget where a redirect leads to: its host, or on the same host its path, or null
 *     when it does not say
 * @param operatorDetail what happened where when no whole response came, as in {@link
 *     TokenFailure#operatorDetail}; else empty
 */
public record TestEndpointResult(
    Outcome outcome,
    int status,
    Scope scope,
    @Nullable String redirectTarget,
    String operatorDetail) {

  /** Makes the result of a response that asks for no scope and leads nowhere else. */
  public TestEndpointResult(Outcome outcome, int status) {
    this(outcome, status, Scope.EMPTY, null, "");
  }

  /** What a test comes to. */
  public enum Outcome {
    /** The token is accepted (2xx). */
    ACCEPTED,
    /** The token is refused (401). */
    TOKEN_REFUSED,
    /** The token lacks scope (403 with {@code insufficient_scope}). */
    INSUFFICIENT_SCOPE,
    /** The request is refused, the token not in so many words (another 4xx). */
    REQUEST_REFUSED,
    /** The server failed (5xx). */
    SERVER_FAILED,
    /** The server answered with a redirect, which is never followed. */
    REDIRECTED,
    /** The network failed, or the endpoint policy refuses the endpoint. */
    UNREACHABLE
  }
}
