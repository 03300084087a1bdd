package io.calloutauth;

import io.calloutauth.BearerCredentials.SecondAttempt;
import io.calloutauth.engine.TenantTokens;
import io.calloutauth.engine.TokenOutcome;
import io.calloutauth.engine.TokenOutcome.CalloutOutcome;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on the retry of a callout: whether its response blames the token (a 401, RFC 9110 section
 * 15.5.2, or what the provider says besides), and whether another may be asked for.
 */
final class ResponseReview {

  private static final int FIRST_ERROR = 400;
  private static final String CHALLENGES = "WWW-Authenticate";

  private final TenantTokens<BearerCredentials> tokens;
  private final Events.Actor events;

  ResponseReview(TenantTokens<BearerCredentials> tokens, Events.Actor events) {
    this.tokens = tokens;
    this.events = events;
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
      return blamesToken(first, response) ? replace(first) : null;
    }
    if (used instanceof SecondAttempt second && blamesToken(second.token(), response)) {
      tokens.refuseAgain(second.token());
      tell(second.token(), "its successor was refused as well");
    }
    return null;
  }

  private CompletableFuture<CalloutOutcome<BearerCredentials>> replace(BearerCredentials used) {
    return tokens
        .refuse(used)
        .thenApply(
            outcome -> {
              if (outcome.obstacle() != null) {
                tell(used, reason(outcome.obstacle()));
              }
              return outcome;
            });
  }

  private static String reason(TokenOutcome obstacle) {
    if (obstacle instanceof TokenOutcome.TooSoon) {
      return "it was too soon for another renewal for a refusal";
    }
    if (obstacle == TokenOutcome.Passing.REBOUND) {
      return "its notification is not bound to this provider any more";
    }
    return obstacle instanceof TokenOutcome.Failed failed
        ? failed.failure().toString()
        : "there was no other token";
  }

  /** What another tenant's callout carried is none of this one's events. */
  private void tell(BearerCredentials used, String why) {
    if (tokens.isOfHere(used) && used.firstRefusal()) {
      events.refused(used, why);
    }
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

  /**
   * Tells the operator when a receiver's refusal probably comes of the token's length: many servers
   * take no more than 8 KiB of headers, and say so with nothing but a 431 or a 400.
   */
  private static final class LongTokens {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseReview.class);
    private static final int LONG = 7 * 1024;

    private LongTokens() {}

    /** Judges a response, and warns once for a token. */
    static void suspect(BearerCredentials used, int status) {
      if ((status == 431 || status == 400) && used.headerLength() > LONG && used.firstSuspicion()) {
        LOG.warn(
            "The receiver of notification {} answered {} to an Authorization header of {}"
                + " characters: probably more than it accepts. Ask for less scope, so that the"
                + " token gets shorter, or raise the receiver's limit for headers",
            used.notificationId(),
            status,
            used.headerLength());
      }
    }
  }
}
