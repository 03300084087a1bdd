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
    Outcome outcome = answer.status() == 0 ? withoutAnswer(answer) : outcome(answer);
    Duration wait =
        outcome == Outcome.NOT_TOLD ? AnswerHeaders.retryAfter(answer, clock).orElse(null) : null;
    return new RevocationResult(outcome, answer.status(), wait);
  }

  private static Outcome withoutAnswer(HttpAnswer answer) {
    boolean refused = answer.failure().filter(HttpFailure.ENDPOINT_REFUSED::equals).isPresent();
    return refused ? Outcome.REFUSED : Outcome.NOT_TOLD;
  }

  private static Outcome outcome(HttpAnswer answer) {
    if (answer.hasStatusOfClass(2)) {
      return Outcome.REVOKED;
    }
    if (answer.hasStatusOfClass(5) || answer.status() == 429) {
      return Outcome.NOT_TOLD;
    }
    return answer.status() == 400 ? badRequest(answer) : Outcome.REFUSED;
  }

  private static Outcome badRequest(HttpAnswer answer) {
    if (answer.failure().filter(f -> f.failureClass() == FailureClass.TRANSIENT).isPresent()) {
      return Outcome.NOT_TOLD;
    }
    String code = ErrorAnswer.code(AnswerBody.ofError(answer).members()).orElse("");
    return switch (code) {
      case "invalid_token" -> Outcome.ALREADY_INVALID;
      case "unsupported_token_type" -> Outcome.NOT_SUPPORTED;
      case "temporarily_unavailable" -> Outcome.NOT_TOLD;
      default -> Outcome.REFUSED;
    };
  }
}
