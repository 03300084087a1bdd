package io.calloutauth.client;

import io.calloutauth.client.TestEndpointResult.Outcome;

/** Judges the answers of test endpoints (RFC 6750 section 3.1). */
final class TestEndpointVerdicts {

  private static final String INSUFFICIENT_SCOPE = "insufficient_scope";

  private TestEndpointVerdicts() {}

  static TestEndpointResult judge(HttpAnswer answer) {
    Outcome outcome = answer.status() == 0 ? withoutAnswer(answer) : outcome(answer);
    return new TestEndpointResult(outcome, answer.status());
  }

  private static Outcome withoutAnswer(HttpAnswer answer) {
    boolean refused = answer.failure().filter(HttpFailure.ENDPOINT_REFUSED::equals).isPresent();
    return refused ? Outcome.ENDPOINT_REFUSED : Outcome.UNREACHABLE;
  }

  private static Outcome outcome(HttpAnswer answer) {
    return switch (answer.status() / 100) {
      case 2 -> Outcome.ACCEPTED;
      case 3 -> Outcome.REDIRECTED;
      case 4 -> refusal(answer);
      default -> Outcome.SERVER_FAILED;
    };
  }

  private static Outcome refusal(HttpAnswer answer) {
    if (answer.status() == 401) {
      return Outcome.TOKEN_REFUSED;
    }
    boolean scope = answer.status() == 403 && lacksScope(answer);
    return scope ? Outcome.INSUFFICIENT_SCOPE : Outcome.REQUEST_REFUSED;
  }

  private static boolean lacksScope(HttpAnswer answer) {
    return Challenges.parse(answer.headers("WWW-Authenticate"))
            .error()
            .filter(INSUFFICIENT_SCOPE::equals)
            .isPresent()
        || ErrorAnswer.code(AnswerBody.ofError(answer).members())
            .filter(INSUFFICIENT_SCOPE::equals)
            .isPresent();
  }
}
