package io.calloutauth;

import io.calloutauth.engine.CalloutOutcome;
import io.calloutauth.engine.TenantTokens;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides on the retry of a callout: whether its response blames the token (a 401, RFC 9110 section
 * 15.5.2, or what the provider says besides), and whether another may be asked for.
 */
final class ResponseReview {

  private static final int FIRST_ERROR = 400;
  private static final String CHALLENGES = "WWW-Authenticate";

  private final TenantTokens<BearerCredentials> tokens;

  ResponseReview(TenantTokens<BearerCredentials> tokens) {
    this.tokens = tokens;
  }

  /**
   * Looks at the response to one attempt, and notes what it says of the token.
   *
   * @return what asking for another token comes to; null: the response is final
   */
  @Nullable CompletableFuture<CalloutOutcome<BearerCredentials>> review(
      CalloutCredentials used, CalloutResponse response) {
    Objects.requireNonNull(response, "response");
    if (used instanceof BearerCredentials first) {
      return blamesToken(first, response) ? tokens.refuse(first) : null;
    }
    if (used instanceof SecondAttempt second && blamesToken(second.token(), response)) {
      tokens.refuseAgain(second.token());
    }
    return null;
  }

  private boolean blamesToken(BearerCredentials used, CalloutResponse response) {
    int status = response.status();
    if (used.renewal().matchRefusal(status, response.headers(CHALLENGES), response.body())) {
      return true;
    }
    if (status < FIRST_ERROR) {
      tokens.accept(used);
    }
    LongTokens.suspect(used, status);
    return false;
  }
}
