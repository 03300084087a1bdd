package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.Challenges;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TestEndpointResult.Outcome;
import io.calloutauth.redact.Redactor;
import org.jspecify.annotations.Nullable;

/** Parses the responses of test endpoints (RFC 6750 section 3.1). */
final class TestEndpointResponseParser {

  private static final String INSUFFICIENT_SCOPE = "insufficient_scope";
  private static final int LONGEST_SCOPE = 1_000;

  private TestEndpointResponseParser() {}

  /**
   * Returns what a response comes to.
   *
   * @param asked the test endpoint
   * @param masking knows the secrets that must not be kept
   */
  static TestEndpointResult parse(HttpResult response, Endpoint asked, Redactor masking) {
    Outcome outcome = response.status() == 0 ? Outcome.UNREACHABLE : outcome(response);
    return new TestEndpointResult(
        outcome,
        response.status(),
        outcome == Outcome.INSUFFICIENT_SCOPE ? scope(response, masking) : Scope.EMPTY,
        outcome == Outcome.REDIRECTED ? redirectTarget(response, asked, masking) : null,
        response.detail());
  }

  /** An administrator is shown it: it must not be a secret that the server echoes, nor a book. */
  private static Scope scope(HttpResult response, Redactor masking) {
    return challenges(response)
        .scope()
        .filter(scope -> scope.toString().length() <= LONGEST_SCOPE)
        .filter(scope -> !masking.finds(scope.toString()))
        .orElse(Scope.EMPTY);
  }

  private static @Nullable String redirectTarget(
      HttpResult response, Endpoint asked, Redactor masking) {
    return response.redirectTarget(asked).filter(target -> !masking.finds(target)).orElse(null);
  }

  private static Challenges challenges(HttpResult response) {
    return Challenges.parse(response.headers("WWW-Authenticate"));
  }

  private static Outcome outcome(HttpResult response) {
    return switch (response.status() / 100) {
      case 2 -> Outcome.ACCEPTED;
      case 3 -> Outcome.REDIRECTED;
      case 4 -> refusal(response);
      default -> Outcome.SERVER_FAILED;
    };
  }

  private static Outcome refusal(HttpResult response) {
    if (response.status() == 401) {
      return Outcome.TOKEN_REFUSED;
    }
    boolean scope = response.status() == 403 && lacksScope(response);
    return scope ? Outcome.INSUFFICIENT_SCOPE : Outcome.REQUEST_REFUSED;
  }

  private static boolean lacksScope(HttpResult response) {
    return challenges(response).error().filter(INSUFFICIENT_SCOPE::equals).isPresent()
        || ErrorCodes.find(ResponseBody.ofError(response).members())
            .filter(INSUFFICIENT_SCOPE::equals)
            .isPresent();
  }
}
