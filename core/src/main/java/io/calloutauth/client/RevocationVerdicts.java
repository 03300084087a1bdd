package io.calloutauth.client;

import io.calloutauth.client.RevocationResult.Outcome;
import java.time.Duration;
import java.time.InstantSource;

/** Judges the answers of revocation endpoints (RFC 7009 section 2.2). Thread-safe. */
final class RevocationVerdicts {

  private final InstantSource clock;

  RevocationVerdicts(InstantSource clock) {
    this.clock = clock;
  }

  RevocationResult judge(HttpAnswer answer) {
    Outcome outcome = answer.status() == 0 ? Outcome.NOT_TOLD : outcome(answer);
    Duration wait = outcome == Outcome.NOT_TOLD ? RetryAfter.of(answer, clock).told() : null;
    return new RevocationResult(outcome, answer.status(), wait);
  }

  private static Outcome outcome(HttpAnswer answer) {
    if (answer.hasStatusOfClass(2)) {
      return Outcome.REVOKED;
    }
    boolean brokeOff =
        answer.failure().filter(f -> f.failureClass() == FailureClass.TRANSIENT).isPresent();
    return brokeOff ? Outcome.NOT_TOLD : refusal(answer, AnswerBody.ofError(answer));
  }

  private static Outcome refusal(HttpAnswer answer, AnswerBody body) {
    String code = ErrorCodes.find(body.members()).orElse(null);
    if (answer.status() == 400 && "invalid_token".equals(code)) {
      return Outcome.ALREADY_INVALID;
    }
    if (answer.status() == 400 && "unsupported_token_type".equals(code)) {
      return Outcome.NOT_SUPPORTED;
    }
    boolean hopeless =
        ErrorClassifier.classify(answer, body, code).failureClass() == FailureClass.PERMANENT;
    return hopeless ? Outcome.REFUSED : Outcome.NOT_TOLD;
  }
}
