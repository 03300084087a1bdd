package io.calloutauth.client;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
