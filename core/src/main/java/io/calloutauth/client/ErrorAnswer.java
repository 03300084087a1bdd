package io.calloutauth.client;

import io.calloutauth.client.ErrorCodes.Meaning;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an answer that brings no token (RFC 6749 section 5.2). Thread-safe. */
final class ErrorAnswer {

  private final HttpAnswer answer;
  private final Endpoint asked;
  private final AnswerBody body;
  private final JsonValue members;
  private final Masking masking;
  private final RetryAfter retryAfter;

  private ErrorAnswer(
      RegisteredClient client, HttpAnswer answer, AnswerBody body, InstantSource clock) {
    this.answer = answer;
    this.asked = client.registration().tokenEndpoint();
    this.body = body;
    this.members = body.members();
    this.retryAfter = RetryAfter.of(answer, clock);
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

  private TokenFailure read() {
    String code = code().filter(this::mayBeKept).orElse(null);
    Meaning meaning = ErrorClassifier.classify(answer, body, code);
    return retryAfter
        .in(TokenFailure.builder(meaning.failureClass(), meaning.error()))
        .status(answer.status())
        .code(code)
        .untrustedDescription(description())
        .untrustedErrorUri(errorPage())
        .hint(hint(meaning.error()).filter(this::holdsNoSecret).orElse(null))
        .build();
  }

  private Optional<String> code() {
    Optional<String> code = ErrorCodes.find(members);
    return code.isEmpty() && answer.mayBringToken() ? ErrorCodes.findNumber(members) : code;
  }

  private boolean mayBeKept(String code) {
    return ErrorCodes.meaning(code).isPresent() || holdsNoSecret(code);
  }

  private boolean holdsNoSecret(String text) {
    return !masking.finds(text);
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

  private Optional<String> hint(TokenError error) {
    return error == TokenError.REDIRECT_REFUSED
        ? RedirectTarget.of(answer, asked)
        : members.text("error_description").flatMap(Hints::vendorError);
  }
}
