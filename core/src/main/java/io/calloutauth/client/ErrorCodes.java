package io.calloutauth.client;

import static java.util.Map.entry;

import io.calloutauth.json.JsonPointer;
import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The error codes of OAuth 2.0 that mean something here (RFC 6749 section 5.2, RFC 8707, RFC 9449
 * and what servers use besides), and the form that every code has.
 */
final class ErrorCodes {

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  /** Zero and the numbers of successful statuses name no error. */
  private static final Pattern NUMBER = Pattern.compile("(?!0+$|2[0-9]{2}$)-?[0-9]{1,10}");

  private static final List<String> PLACES =
      List.of("error", "errcode", "error_code", "errorCode", "code");
  private static final List<String> POINTERS = List.of("/error/code", "/errors/0/code");
  private static final Map<String, Meaning> MEANINGS =
      Map.ofEntries(
          entry("invalid_request", permanent(TokenError.INVALID_REQUEST)),
          entry("invalid_client", permanent(TokenError.INVALID_CLIENT)),
          entry("invalid_grant", permanent(TokenError.INVALID_GRANT)),
          entry("unauthorized_client", permanent(TokenError.UNAUTHORIZED_CLIENT)),
          entry("unsupported_grant_type", permanent(TokenError.UNSUPPORTED_GRANT_TYPE)),
          entry("invalid_scope", permanent(TokenError.INVALID_SCOPE)),
          entry("invalid_target", permanent(TokenError.OAUTH_ERROR)),
          entry("consent_required", permanent(TokenError.OAUTH_ERROR)),
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

  /**
   * Returns the error code of a body (RFC 6749 section 5.2). It is one word, as registered codes
   * are: other text is what a server says to people.
   */
  static Optional<String> find(JsonValue members) {
    return members.text("error").filter(text -> CODE.matcher(text).matches());
  }

  /** Returns the number by which a vendor names an error in a body that holds no token. */
  static Optional<String> findNumber(JsonValue members) {
    Stream<Optional<JsonValue>> places =
        Stream.concat(
            PLACES.stream().map(members::member),
            POINTERS.stream().map(pointer -> JsonPointer.find(pointer, members)));
    return places
        .flatMap(Optional::stream)
        .map(JsonValue::text)
        .filter(text -> NUMBER.matcher(text).matches())
        .findFirst();
  }
}
