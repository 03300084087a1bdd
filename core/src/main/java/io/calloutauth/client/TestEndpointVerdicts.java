package io.calloutauth.client;

import io.calloutauth.client.TestEndpointResult.Outcome;
import org.jspecify.annotations.Nullable;

/** Judges the answers of test endpoints (RFC 6750 section 3.1). */
final class TestEndpointVerdicts {

  private static final String INSUFFICIENT_SCOPE = "insufficient_scope";
  private static final int LONGEST_SCOPE = 1_000;

  private TestEndpointVerdicts() {}

  /**
   * Returns what an answer comes to.
   *
   * @param asked the test endpoint
   * @param masking knows the secrets that must not be kept
   */
  static TestEndpointResult judge(HttpAnswer answer, Endpoint asked, Masking masking) {
    Outcome outcome = answer.status() == 0 ? Outcome.UNREACHABLE : outcome(answer);
    return new TestEndpointResult(
        outcome,
        answer.status(),
        outcome == Outcome.INSUFFICIENT_SCOPE ? scope(answer, masking) : Scope.EMPTY,
        outcome == Outcome.REDIRECTED ? redirectTarget(answer, asked, masking) : null,
        answer.detail());
  }

  /** An administrator is shown it: it must not be a secret that the server echoes, nor a book. */
  private static Scope scope(HttpAnswer answer, Masking masking) {
    return challenges(answer)
        .scope()
        .filter(scope -> scope.toString().length() <= LONGEST_SCOPE)
        .filter(scope -> !masking.finds(scope.toString()))
        .orElse(Scope.EMPTY);
  }

  private static @Nullable String redirectTarget(
      HttpAnswer answer, Endpoint asked, Masking masking) {
    return RedirectTarget.of(answer, asked).filter(target -> !masking.finds(target)).orElse(null);
  }

  private static Challenges challenges(HttpAnswer answer) {
    return Challenges.parse(answer.headers("WWW-Authenticate"));
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
    return challenges(answer).error().filter(INSUFFICIENT_SCOPE::equals).isPresent()
        || ErrorCodes.find(AnswerBody.ofError(answer).members())
            .filter(INSUFFICIENT_SCOPE::equals)
            .isPresent();
  }
}
