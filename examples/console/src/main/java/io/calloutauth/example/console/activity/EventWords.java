package io.calloutauth.example.console.activity;

import io.calloutauth.CalloutAuthEvent;
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

  /** What history calls a callout for which there was no token; no event tells of it. */
  private static final String NOT_SENT = "CALLOUT_NOT_SENT";

  private static final String NOT_SENT_WORDS = "not-sent.";

  private final MessageSource messages;

  EventWords(MessageSource messages) {
    this.messages = messages;
  }

  /** Returns how it went; empty when there is no more to say than what happened. */
  public String of(CalloutAuthEvent event) {
    return of(event.type().name(), event.detail());
  }

  /**
   * Returns how something went, as its detail has it; empty when there is no more to say than what
   * happened.
   *
   * @param type the name of an event's type, or another that the library's history has
   */
  public String of(String type, String detail) {
    String told = detail.replace("status ", "HTTP ");
    if (type.equals(NOT_SENT)) {
      return notSent(told);
    }
    Matcher named = NAMED.matcher(told);
    if (!named.matches()) {
      return told;
    }
    return find(kind(type) + named.group(1), "") + named.group(2);
  }

  /** It begins with what was thrown, and goes on with what that was about, where more is known. */
  private String notSent(String detail) {
    int colon = detail.indexOf(": ");
    String thrown = colon < 0 ? detail : detail.substring(0, colon);
    Matcher named = NAMED.matcher(colon < 0 ? "" : detail.substring(colon + 2));
    if (!named.matches()) {
      return find(NOT_SENT_WORDS + thrown, detail);
    }
    String reason = find("token-error." + named.group(1), thrown);
    return find(NOT_SENT_WORDS + named.group(1), reason) + named.group(2);
  }

  private String find(String key, String otherwise) {
    return messages.getMessage(key, null, otherwise, Locale.ENGLISH) + "";
  }

  private static String kind(String type) {
    return switch (type) {
      case "TOKEN_REVOKED" -> "revocation.";
      case "AUTHORIZED" -> "authorization-error.";
      default -> "token-error.";
    };
  }
}
