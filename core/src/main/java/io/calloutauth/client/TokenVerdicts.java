package io.calloutauth.client;

import java.time.InstantSource;

/** Judges the answers of token endpoints. Thread-safe. */
final class TokenVerdicts {

  private final InstantSource clock;

  TokenVerdicts(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns the token or why there is none. */
  TokenResult judge(RegisteredClient client, HttpAnswer answer) {
    if (answer.failure().isPresent() && !answer.statusDecides()) {
      return broken(answer, answer.failure().get());
    }
    if (!answer.mayBringToken()) {
      return ErrorAnswer.read(client, answer, AnswerBody.ofError(answer), clock);
    }
    try {
      return judge(client, answer, AnswerBody.read(answer));
    } catch (UnreadableAnswerException e) {
      return withoutToken(client, answer, AnswerBody.leniently(answer, e), e);
    }
  }

  private TokenResult judge(RegisteredClient client, HttpAnswer answer, AnswerBody body) {
    if (hasError(body.members())) {
      return ErrorAnswer.read(client, answer, body, clock);
    }
    try {
      return SuccessAnswer.read(client, answer, body, clock);
    } catch (UnreadableAnswerException e) {
      return withoutToken(client, answer, body, e);
    }
  }

  /** What brings no token may still say why. */
  private TokenFailure withoutToken(
      RegisteredClient client, HttpAnswer answer, AnswerBody body, UnreadableAnswerException why) {
    boolean told =
        ErrorCodes.find(body.members()).isPresent()
            || (why.error() == TokenError.MISSING_ACCESS_TOKEN
                && ErrorCodes.findNumber(body.members()).isPresent());
    return told ? ErrorAnswer.read(client, answer, body, clock) : unreadable(answer, why);
  }

  private TokenFailure broken(HttpAnswer answer, HttpFailure failure) {
    boolean hidden = failure.isOfTheNetwork(); // a status would tell how far it got
    String head = hidden && answer.status() != 0 ? "after status " + answer.status() + ", " : "";
    return RetryAfter.of(answer, clock)
        .in(TokenFailure.builder(failure.failureClass(), failure.error()))
        .status(hidden ? 0 : answer.status())
        .hint(failure.flaw().map(ResponseFlaw::text).orElse(null))
        .operatorDetail(head + answer.detail())
        .build();
  }

  private TokenFailure unreadable(HttpAnswer answer, UnreadableAnswerException why) {
    return RetryAfter.of(answer, clock)
        .in(TokenFailure.builder(why.failureClass(), why.error()))
        .status(answer.status())
        .hint(why.hint().orElse(null))
        .build();
  }

  /** An error beside a token wins over the token; an error that says nothing is none. */
  private static boolean hasError(JsonValue members) {
    return members
        .member("error")
        .filter(error -> !error.is(JsonValue.Kind.FALSE) && !isZero(error))
        .filter(error -> !error.is(JsonValue.Kind.STRING) || !error.text().isBlank())
        .isPresent();
  }

  private static boolean isZero(JsonValue error) {
    return error.is(JsonValue.Kind.NUMBER) && error.text().matches("-?0(\\.0+)?");
  }
}
