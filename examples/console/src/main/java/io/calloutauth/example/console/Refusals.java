package io.calloutauth.example.console;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.ProviderDisabledException;
import io.calloutauth.StaleProviderException;
import io.calloutauth.TokenErrorException;
import io.calloutauth.TokenRequestException;
import io.calloutauth.TooManyAttemptsException;
import io.calloutauth.oauth.TokenError;
import java.time.Duration;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells administrators in words what the library's exceptions say in fields. Thread-safe. */
@Component
public final class Refusals {

  private final MessageSource messages;

  Refusals(MessageSource messages) {
    this.messages = messages;
  }

  /** Returns why something was not done. */
  public Outcome of(CalloutAuthException reason) {
    return told(reason).under(reason.correlationId().orElse(""));
  }

  private Outcome told(CalloutAuthException reason) {
    if (reason instanceof TokenErrorException refused) {
      String code = refused.code() + ", HTTP " + refused.status();
      return Outcome.bad(words(refused.error()) + " (" + code + ").")
          .quoting(refused.untrustedDescription().orElse(null));
    }
    if (reason instanceof TokenRequestException failed) {
      String status = failed.status() == 0 ? "" : " (HTTP " + failed.status() + ")";
      return Outcome.bad(words(failed.error()) + status + ".");
    }
    return Outcome.bad(sentence(reason));
  }

  private static String sentence(CalloutAuthException reason) {
    if (reason instanceof TooManyAttemptsException) {
      long seconds = reason.retryAfter().map(Duration::toSeconds).orElse(0L) + 1;
      return "That was asked for too often. It can be done again in " + seconds + " s.";
    }
    if (reason instanceof ProviderDisabledException) {
      return "The provider is disabled. Enable it first.";
    }
    if (reason instanceof StaleProviderException) {
      return "Somebody else changed this provider meanwhile. Open it again and start over.";
    }
    return reason.getMessage() + ".";
  }

  /** Returns why an exchange brought no token. */
  public String words(TokenError error) {
    return messages.getMessage("token-error." + error, null, error.toString(), Locale.ENGLISH) + "";
  }
}
