package io.calloutauth.oauth;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code WWW-Authenticate} value from left to right.
 *
 * <p>A word is a parameter's name when {@code =} follows, wherever it stands (some servers leave
 * out the commas between parameters). Otherwise it starts a challenge, but only at the beginning or
 * after a comma: a word within an unquoted sentence is no scheme. Everything else is skipped. Each
 * character is looked at a fixed number of times at most.
 */
final class ChallengeReader {

  private final String text;
  private final int most;
  private int at;
  private @Nullable String scheme;
  private Map<String, String> parameters = new HashMap<>();

  ChallengeReader(String text, int most) {
    this.text = text;
    this.most = most;
  }

  /** Adds the challenges, in their order, up to the number allowed. */
  void readInto(List<Challenge> found) {
    int full = found.size() + most;
    boolean mayStart = true;
    while (at < text.length() && found.size() < full) {
      mayStart |= skipSeparators();
      String word = word();
      if (word.isEmpty()) {
        skipUnreadable();
      } else if (skipEquals()) {
        parameter(word, value());
      } else if (mayStart) {
        finish(found);
        start(word);
      }
      mayStart = false;
    }
    if (found.size() < full) {
      finish(found);
    }
  }

  private void start(String word) {
    if (atBoundary()) {
      scheme = word;
      skipToken68();
    }
  }

  private void finish(List<Challenge> found) {
    if (scheme != null) {
      found.add(new Challenge(scheme, parameters));
    }
    scheme = null;
    parameters = new HashMap<>();
  }

  private void parameter(String name, String value) {
    if (scheme != null) {
      parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
    }
  }

  /** Skips white space and commas, and returns whether there was a comma. */
  private boolean skipSeparators() {
    boolean comma = false;
    for (; at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ','); at++) {
      comma |= text.charAt(at) == ',';
    }
    return comma;
  }

  private void skipSpaces() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private String word() {
    int from = at;
    while (at < text.length() && isTokenCharacter(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  /** Skips {@code =} with the white space around it, and returns whether it was there. */
  private boolean skipEquals() {
    int from = at;
    skipSpaces();
    if (at < text.length() && text.charAt(at) == '=') {
      at++;
      skipSpaces();
      return true;
    }
    at = from;
    return false;
  }

  private String value() {
    return at < text.length() && text.charAt(at) == '"' ? quoted() : unquoted();
  }

  private String unquoted() {
    int from = at;
    while (!atBoundary()) {
      at++;
    }
    return text.substring(from, at);
  }

  /** Reads a quoted string (RFC 9110 section 5.6.4); one that does not end takes all there is. */
  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
    }
    at = Math.min(at + 1, text.length());
    return value.toString();
  }

  /** Skips what RFC 9110 section 11.2 lets stand in place of parameters, if it stands alone. */
  private void skipToken68() {
    int from = at;
    skipSpaces();
    while (at < text.length() && isToken68Character(text.charAt(at))) {
      at++;
    }
    while (at < text.length() && text.charAt(at) == '=') {
      at++;
    }
    skipSpaces();
    if (at < text.length() && text.charAt(at) != ',') {
      at = from;
    }
  }

  private void skipUnreadable() {
    if (at < text.length() && text.charAt(at) == '"') {
      quoted();
    } else {
      at++;
    }
  }

  private boolean atBoundary() {
    return at >= text.length() || text.charAt(at) == ',' || isSpace(text.charAt(at));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isTokenCharacter(char c) {
    return isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static boolean isToken68Character(char c) {
    return isAlphanumeric(c) || "-._~+/".indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
