package io.calloutauth.client;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in a response the little that may be kept and shown, since it can be nothing else: each in
 * a form that is checked to the last character.
 */
final class Hints {

  private static final int LONGEST_PAGE = 500;
  private static final Pattern WEB_ADDRESS =
      Pattern.compile("https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][!#-\\[\\]-~]*)?");
  private static final Pattern ENTRA_NUMBER = Pattern.compile("\\bAADSTS[0-9]{4,9}\\b");
  private static final Pattern ENTRA_TRACE =
      Pattern.compile(
          "\\bTrace ID: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\b",
          Pattern.CASE_INSENSITIVE);
  private static final List<String> SCHEMES = List.of("Bearer", "Basic", "DPoP", "MAC", "Token");

  private Hints() {}

  /**
   * Returns the page that an {@code error_uri} names (RFC 6749 section 5.2), without its query,
   * which may quote what was sent; empty when it is no web address.
   */
  static Optional<String> errorPage(String errorUri) {
    if (errorUri.length() > LONGEST_PAGE || !WEB_ADDRESS.matcher(errorUri).matches()) {
      return Optional.empty();
    }
    return Optional.of(errorUri.replaceFirst("[?#].*", ""));
  }

  /** Returns the vendor's own error number, with the trace id by which its support finds it. */
  static Optional<String> vendorError(String description) {
    Matcher number = ENTRA_NUMBER.matcher(description);
    if (!number.find()) {
      return Optional.empty();
    }
    Matcher trace = ENTRA_TRACE.matcher(description);
    return Optional.of(number.group() + (trace.find() ? ", trace " + trace.group(1) : ""));
  }

  /** Returns the authentication scheme that a token starts with, as if it were a whole header. */
  static Optional<String> scheme(String token) {
    int space = token.indexOf(' ');
    return SCHEMES.stream()
        .filter(scheme -> space > 0 && scheme.equalsIgnoreCase(token.substring(0, space)))
        .findFirst();
  }
}
