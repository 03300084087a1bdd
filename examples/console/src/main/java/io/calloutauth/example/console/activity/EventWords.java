package io.calloutauth.example.console.activity;

import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.EventType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells in plain words how an event went: why it failed, above all. Thread-safe. */
@Component
public final class EventWords {

  /** What the library names begins with it; the rest is a code, a hint and a status. */
  private static final Pattern NAMED = Pattern.compile("([A-Z][A-Z_]+[A-Z])\\b(.*)");

  private final MessageSource messages;

  EventWords(MessageSource messages) {
    this.messages = messages;
  }

  /** Returns how it went; empty when there is no more to say than what happened. */
  public String of(CalloutAuthEvent event) {
    String detail = event.detail().replace("status ", "HTTP ");
    Matcher named = NAMED.matcher(detail);
    if (!named.matches()) {
      return detail;
    }
    return messages.getMessage(kind(event.type()) + named.group(1), null, "", Locale.ENGLISH)
        + named.group(2);
  }

  private static String kind(EventType type) {
    return switch (type) {
      case TOKEN_REVOKED -> "revocation.";
      case AUTHORIZED -> "authorization-error.";
      default -> "token-error.";
    };
  }
}
