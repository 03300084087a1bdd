package io.calloutauth.client;

import java.time.Duration;
import java.util.Locale;

/** Reads the headers of answers that have a meaning here. */
final class AnswerHeaders {

  private AnswerHeaders() {}

  /** Returns how long the answer lay in a cache (RFC 9111 section 5.1); zero when in none. */
  static Duration age(HttpAnswer answer) {
    String age = answer.header("Age").orElse("").split(",", 2)[0].trim();
    return isDigits(age) ? seconds(age) : Duration.ZERO;
  }

  /** Returns whether the answer forbids to be stored (RFC 9111 section 5.2.2.5). */
  static boolean hasNoStore(HttpAnswer answer) {
    return answer.headers("Cache-Control").stream()
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("no-store"));
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** A figure with more digits than matter stands for a very long time. */
  private static Duration seconds(String digits) {
    return Duration.ofSeconds(digits.length() > 9 ? 999_999_999 : Long.parseLong(digits));
  }
}
