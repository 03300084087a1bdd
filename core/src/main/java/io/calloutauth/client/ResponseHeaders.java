package io.calloutauth.client;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /**
   * What a response's {@code Content-Type} says (RFC 9110 section 8.3).
   *
   * @param name type and subtype in lower case; empty when it is missing
   * @param charset the charset that it names; empty when it names none
   */
  record MediaType(String name, String charset) {

    private static final int LONGEST = 1_000;
    private static final Pattern CHARSET =
        Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9_.:-]+)", Pattern.CASE_INSENSITIVE);

    static MediaType of(HttpResult response) {
      String type = response.header("Content-Type").filter(t -> t.length() <= LONGEST).orElse("");
      int parameters = type.indexOf(';');
      Matcher charset = CHARSET.matcher(type);
      return new MediaType(
          (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(Locale.ROOT),
          charset.find() ? charset.group(1) : "");
    }

    boolean isForm() {
      return name.equals("application/x-www-form-urlencoded");
    }

    boolean isJson() {
      return name.equals("application/json") || (name.endsWith("+json") && name.indexOf('/') > 0);
    }
  }
}
