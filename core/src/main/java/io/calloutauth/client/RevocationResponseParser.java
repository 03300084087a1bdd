package io.calloutauth.client;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.RevocationResult.Outcome;
import java.time.Duration;
import java.time.InstantSource;

/** Parses the responses of revocation endpoints (RFC 7009 section 2.2). Thread-safe. */
final class RevocationResponseParser {

  private final InstantSource clock;

  RevocationResponseParser(InstantSource clock) {
    this.clock = clock;
  }

  RevocationResult parse(HttpResult response) {
    Outcome outcome = response.status() == 0 ? Outcome.NOT_TOLD : outcome(response);
    Duration wait = outcome == Outcome.NOT_TOLD ? RetryAfter.of(response, clock).told() : null;
    return new RevocationResult(outcome, response.status(), wait);
  }

  private static Outcome outcome(HttpResult response) {
    if (response.hasStatusOfClass(2)) {
      return Outcome.REVOKED;
    }
    ResponseBody body = ResponseBody.ofError(response);
    boolean brokeOff =
        response.failure().filter(f -> f.failureClass() == FailureClass.TRANSIENT).isPresent();
    boolean says = ErrorCodes.find(body.members()).isPresent();
    return brokeOff && !says ? Outcome.NOT_TOLD : refusal(response, body);
  }

  private static Outcome refusal(HttpResult response, ResponseBody body) {
    String code = ErrorCodes.find(body.members()).orElse(null);
    if (response.status() == 400 && "invalid_token".equals(code)) {
      return Outcome.ALREADY_INVALID;
    }
    if (response.status() == 400 && "unsupported_token_type".equals(code)) {
      return Outcome.NOT_SUPPORTED;
    }
    boolean hopeless =
        ErrorClassifier.classify(response, body, code).failureClass() == FailureClass.PERMANENT;
    return hopeless ? Outcome.REFUSED : Outcome.NOT_TOLD;
  }
}
