package io.calloutauth.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an introspection endpoint said of a token (RFC 7662 section 2.2).
 *
 * @param outcome what it comes to
 * @param status the HTTP status, or 0 when there was no response, or none that may be told
 * @param scope the token's scope by the server's word, or null when it does not say. Its characters
 *     are a scope's, and it holds no secret
 * @param endsIn how long the token is good by the server's word and our clock, negative when that
 *     is over, or null when it does not say
 * @param binding what the token is bound to
 * @param redirectTarget where a redirect leads to: its host, or on the same host its path, or null
 *     when it does not say
 * @param operatorDetail what happened where when no whole response came, as in {@link
 *     TokenFailure#operatorDetail}; else empty
 */
public record IntrospectionResult(
    Outcome outcome,
    int status,
    @Nullable Scope scope,
    @Nullable Duration endsIn,
    Binding binding,
    @Nullable String redirectTarget,
    String operatorDetail) {

  /** Makes the result of a response that says no more. */
  public IntrospectionResult(Outcome outcome, int status) {
    this(outcome, status, null, null, Binding.NONE, null, "");
  }

  /** What an introspection comes to. */
  public enum Outcome {
    /** The token is active. */
    ACTIVE,
    /**
     * The server says that it is not active, which it also says of a good token to a client that it
     * does not let know of it.
     */
    INACTIVE,
    /** The server does not accept the client there (401, or {@code invalid_client}). */
    CLIENT_REFUSED,
    /** The server refuses the request (another 4xx). */
    REQUEST_REFUSED,
    /** There is nothing to POST to (404, 405 or 410). */
    NOT_FOUND,
    /** The server asks to come back later (429 or 503). */
    THROTTLED,
    /** The server failed (5xx). */
    SERVER_FAILED,
    /** The server answered with a redirect, which is never followed. */
    REDIRECTED,
    /** The response is no JSON object with a member {@code active} that is true or false. */
    MALFORMED,
    /** A member of the response occurs twice: nobody can tell which counts. */
    DUPLICATE_MEMBER,
    /** The response is longer than 256 KiB, or has more or deeper members than are read. */
    TOO_LARGE,
    /** The network failed, or the endpoint policy refuses the endpoint. */
    UNREACHABLE
  }

  /** What a token is bound to: its {@code cnf} (RFC 7800). */
  public enum Binding {
    /** Nothing: who has it may use it. */
    NONE,
    /** The client's certificate ({@code x5t#S256}, RFC 8705 section 3.1). */
    CERTIFICATE,
    /** A key that proofs are signed with ({@code jkt}, RFC 9449 section 6.1). */
    PROOF_KEY,
    /** Something else. */
    OTHER
  }
}
