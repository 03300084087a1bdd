package io.calloutauth.client;

import io.calloutauth.client.ErrorCodes.Meaning;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Classifies error responses as permanent, throttled or transient: by the error code where it is a
 * known one, else by the status. What may be a gateway's word instead of the server's is transient.
 */
final class ErrorClassifier {

  private static final Set<Integer> PASSING = Set.of(408, 421, 425);
  private static final Set<Integer> PASSING_WITHOUT_JSON = Set.of(403, 404);

  private ErrorClassifier() {}

  /**
   * Returns what a response without a token comes to.
   *
   * @param code the error code that was found in it, or null
   */
  static Meaning classify(HttpResult response, ResponseBody body, @Nullable String code) {
    if (response.hasStatusOfClass(3)) {
      return new Meaning(TokenError.REDIRECT_REFUSED, FailureClass.PERMANENT);
    }
    Optional<Meaning> known = code == null ? Optional.empty() : ErrorCodes.meaning(code);
    if (known.filter(meaning -> meaning.failureClass() == FailureClass.THROTTLED).isPresent()) {
      return known.get();
    }
    if (response.status() == 429) {
      return new Meaning(TokenError.THROTTLED, FailureClass.THROTTLED);
    }
    if (response.isServerFailure()) {
      return new Meaning(
          TokenError.SERVER_UNAVAILABLE,
          response.status() == 503 ? FailureClass.THROTTLED : FailureClass.TRANSIENT);
    }
    return known.orElseGet(() -> new Meaning(error(response, code), failureClass(response, body)));
  }

  private static TokenError error(HttpResult response, @Nullable String code) {
    if (response.status() == 401) {
      return TokenError.INVALID_CLIENT;
    }
    return code != null || response.mayBringToken()
        ? TokenError.OAUTH_ERROR
        : TokenError.UNEXPECTED_STATUS;
  }

  private static FailureClass failureClass(HttpResult response, ResponseBody body) {
    boolean passing =
        PASSING.contains(response.status())
            || (PASSING_WITHOUT_JSON.contains(response.status()) && !body.isJsonObject())
            || body.endsEarly();
    return passing ? FailureClass.TRANSIENT : FailureClass.PERMANENT;
  }
}
