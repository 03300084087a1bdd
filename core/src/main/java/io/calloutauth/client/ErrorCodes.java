package io.calloutauth.client;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/**
 * The error codes of OAuth 2.0 that mean something here (RFC 6749 section 5.2, RFC 8707, RFC 9449
 * and what servers use besides), and the form that every code has.
 */
final class ErrorCodes {

  private static final int LONGEST = 100;
  private static final Map<String, Meaning> MEANINGS =
      Map.ofEntries(
          entry("invalid_request", permanent(TokenError.INVALID_REQUEST)),
          entry("invalid_client", permanent(TokenError.INVALID_CLIENT)),
          entry("invalid_grant", permanent(TokenError.INVALID_GRANT)),
          entry("unauthorized_client", permanent(TokenError.UNAUTHORIZED_CLIENT)),
          entry("unsupported_grant_type", permanent(TokenError.UNSUPPORTED_GRANT_TYPE)),
          entry("invalid_scope", permanent(TokenError.INVALID_SCOPE)),
          entry("invalid_target", permanent(TokenError.OAUTH_ERROR)),
          entry("invalid_dpop_proof", permanent(TokenError.OAUTH_ERROR)),
          entry("use_dpop_nonce", permanent(TokenError.OAUTH_ERROR)),
          entry("server_error", passing(TokenError.SERVER_UNAVAILABLE)),
          entry("too_many_requests", passing(TokenError.OAUTH_ERROR)),
          entry("rate_limit_exceeded", passing(TokenError.OAUTH_ERROR)),
          entry("temporarily_unavailable", throttled()),
          entry("slow_down", throttled()));

  /** What an error response comes to. */
  record Meaning(TokenError error, FailureClass failureClass) {}

  private ErrorCodes() {}

  private static Meaning permanent(TokenError error) {
    return new Meaning(error, FailureClass.PERMANENT);
  }

  private static Meaning passing(TokenError error) {
    return new Meaning(error, FailureClass.TRANSIENT);
  }

  private static Meaning throttled() {
    return new Meaning(TokenError.THROTTLED, FailureClass.THROTTLED);
  }

  /** Returns what a code means whatever the status; empty for a code that is not known here. */
  static Optional<Meaning> meaning(String code) {
    return Optional.ofNullable(MEANINGS.get(code));
  }

  /** Returns the error code of a body if it is one that RFC 6749 section 5.2 allows. */
  static Optional<String> find(JsonValue members) {
    return members.text("error").filter(ErrorCodes::isCode);
  }

  private static boolean isCode(String code) {
    return !code.isBlank()
        && code.length() <= LONGEST
        && code.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '"' && c != '\\');
  }
}
