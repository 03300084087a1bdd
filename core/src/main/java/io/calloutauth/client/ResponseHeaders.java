package io.calloutauth.client;

import java.time.Duration;
import java.util.Locale;

/** Reads the headers of responses that have a meaning here. */
final class ResponseHeaders {

  private ResponseHeaders() {}

  /** Returns how long the response lay in a cache (RFC 9111 section 5.1); zero when in none. */
  static Duration age(HttpResult response) {
    String age = response.header("Age").orElse("").split(",", 2)[0].trim();
    return isDigits(age) ? seconds(age) : Duration.ZERO;
  }

  /** Returns whether the response forbids to be stored (RFC 9111 section 5.2.2.5). */
  static boolean hasNoStore(HttpResult response) {
    return response.headers("Cache-Control").stream()
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
