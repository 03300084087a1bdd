package io.calloutauth.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an answer that brings no token (RFC 6749 section 5.2). Thread-safe. */
final class ErrorAnswer {

  private static final int LONGEST_CODE = 100;
  private static final String TEMPORARILY_UNAVAILABLE = "temporarily_unavailable";
  private static final Map<String, TokenError> CODES =
      Map.of(
          "invalid_request", TokenError.INVALID_REQUEST,
          "invalid_client", TokenError.INVALID_CLIENT,
          "invalid_grant", TokenError.INVALID_GRANT,
          "unauthorized_client", TokenError.UNAUTHORIZED_CLIENT,
          "unsupported_grant_type", TokenError.UNSUPPORTED_GRANT_TYPE,
          "invalid_scope", TokenError.INVALID_SCOPE);

  private final HttpAnswer answer;
  private final JsonValue members;
  private final Masking masking;
  private final @Nullable Duration retryAfter;

  private ErrorAnswer(
      RegisteredClient client, HttpAnswer answer, AnswerBody body, InstantSource clock) {
    this.answer = answer;
    this.members = body.members();
    this.retryAfter = AnswerHeaders.retryAfter(answer, clock).orElse(null);
    this.masking = Masking.of(client);
    for (String token : new String[] {"access_token", "refresh_token", "id_token"}) {
      members.text(token).ifPresent(masking::and);
    }
    client
        .registration()
        .answers()
        .tokenPointer()
        .flatMap(pointer -> JsonPointer.find(pointer, members))
        .ifPresent(token -> masking.and(token.text()));
  }

  /** Returns what an answer comes to that brings no token. */
  static TokenFailure read(
      RegisteredClient client, HttpAnswer answer, AnswerBody body, InstantSource clock) {
    return new ErrorAnswer(client, answer, body, clock).read();
  }

  /** Returns the error code of a body if it is one that RFC 6749 section 5.2 allows. */
  static Optional<String> code(JsonValue members) {
    return members.text("error").filter(ErrorAnswer::isCode);
  }

  private TokenFailure read() {
    String code = code(members).filter(this::mayBeKept).orElse(null);
    TokenError error = error(code);
    FailureClass failureClass = failureClass(error);
    TokenFailure.Builder failure =
        TokenFailure.builder(failureClass, error)
            .status(answer.status())
            .code(code)
            .untrustedDescription(description())
            .untrustedErrorUri(errorPage())
            .wantsBasic(wantsBasic())
            .hint(hint(error).filter(this::holdsNoSecret).orElse(null));
    if (failureClass == FailureClass.THROTTLED) {
      failure.retryAfter(retryAfter);
    }
    return failure.build();
  }

  private boolean mayBeKept(String code) {
    return CODES.containsKey(code) || code.equals(TEMPORARILY_UNAVAILABLE) || holdsNoSecret(code);
  }

  private boolean holdsNoSecret(String text) {
    return !masking.finds(text);
  }

  private static boolean isCode(String code) {
    return !code.isBlank()
        && code.length() <= LONGEST_CODE
        && code.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '"' && c != '\\');
  }

  private TokenError error(@Nullable String code) {
    if (answer.hasStatusOfClass(3)) {
      return TokenError.REDIRECT_REFUSED;
    }
    if (answer.status() == 429 || TEMPORARILY_UNAVAILABLE.equals(code)) {
      return TokenError.THROTTLED;
    }
    if (answer.hasStatusOfClass(5)) {
      return TokenError.SERVER_UNAVAILABLE;
    }
    if (code != null) {
      return CODES.getOrDefault(code, TokenError.OAUTH_ERROR);
    }
    boolean success = answer.status() == 200 || answer.status() == 201;
    return success ? TokenError.OAUTH_ERROR : TokenError.UNEXPECTED_STATUS;
  }

  private FailureClass failureClass(TokenError error) {
    return switch (error) {
      case THROTTLED -> FailureClass.THROTTLED;
      case SERVER_UNAVAILABLE ->
          answer.status() == 503 && retryAfter != null
              ? FailureClass.THROTTLED
              : FailureClass.TRANSIENT;
      default -> FailureClass.PERMANENT;
    };
  }

  private @Nullable String description() {
    return members.text("error_description").map(masking::description).orElse(null);
  }

  private @Nullable String errorPage() {
    return members
        .text("error_uri")
        .flatMap(Hints::errorPage)
        .filter(this::holdsNoSecret)
        .orElse(null);
  }

  private boolean wantsBasic() {
    return Challenges.parse(answer.headers("WWW-Authenticate")).all().stream()
        .anyMatch(challenge -> challenge.isOf("Basic"));
  }

  private Optional<String> hint(TokenError error) {
    return error == TokenError.REDIRECT_REFUSED
        ? Hints.redirectHost(answer)
        : members.text("error_description").flatMap(Hints::vendorError);
  }
}
