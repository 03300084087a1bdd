package io.calloutauth.client;

import io.calloutauth.json.JsonException;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A response that cannot be read. Carries no text of the response, and no stack trace. */
final class UnreadableResponseException extends Exception {

  private final TokenError error;
  private final @Nullable String hint;
  private final FailureClass failureClass;

  UnreadableResponseException(TokenError error) {
    this(error, null);
  }

  UnreadableResponseException(ResponseFlaw flaw) {
    this(TokenError.MALFORMED_RESPONSE, flaw.text(), flaw.failureClass());
  }

  /** Returns what a response is whose JSON is not to be read. */
  static UnreadableResponseException of(JsonException json) {
    return switch (json.problem()) {
      case MALFORMED -> new UnreadableResponseException(TokenError.MALFORMED_RESPONSE);
      case ENDS_EARLY -> new UnreadableResponseException(ResponseFlaw.ENDS_EARLY);
      case DUPLICATE_MEMBER -> new UnreadableResponseException(TokenError.DUPLICATE_PARAMETER);
      case TOO_DEEP -> new UnreadableResponseException(TokenError.JSON_TOO_DEEP);
      case TOO_MANY_MEMBERS -> new UnreadableResponseException(ResponseFlaw.TOO_MANY_MEMBERS);
    };
  }

  /**
   * Makes an exception.
   *
   * @param hint a {@linkplain TokenFailure#hint hint}, or null for none
   */
  UnreadableResponseException(TokenError error, @Nullable String hint) {
    this(error, hint, FailureClass.PERMANENT);
  }

  private UnreadableResponseException(
      TokenError error, @Nullable String hint, FailureClass failureClass) {
    super(error.name(), null, false, false);
    this.error = error;
    this.hint = hint;
    this.failureClass = failureClass;
  }

  /** Returns what is wrong with it. */
  TokenError error() {
    return error;
  }

  /** Returns whether the same request may bring a response that can be read. */
  FailureClass failureClass() {
    return failureClass;
  }

  /** Returns what helps to mend it; empty when nothing is known. */
  Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
