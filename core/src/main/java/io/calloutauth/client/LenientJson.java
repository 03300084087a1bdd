package io.calloutauth.client;

import io.calloutauth.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of an error response (RFC 6749 section 5.2) in JSON that a strict parser
 * refuses: cut, too deep, with too many members or one of them twice, with raw line breaks. Of the
 * outermost object it keeps the strings that mean something, and the first of each name. Takes
 * steps in proportion to the text. Not thread-safe.
 */
final class LenientJson {

  private static final Set<String> KEPT =
      Set.of(
          "error", "error_description", "error_uri", "access_token", "refresh_token", "id_token");
  private static final char END = '\uFFFF';
  private static final int HEX_DIGITS = 4;

  private final String text;
  private final Map<String, JsonValue> members = new HashMap<>();
  private int at;

  private LenientJson(String text) {
    this.text = text;
  }

  /** Returns what was found in a text that starts with a brace, as an object; it may be empty. */
  static JsonValue read(String text) {
    LenientJson reader = new LenientJson(text);
    reader.at = text.indexOf('{') + 1;
    boolean more = true;
    while (more) {
      more = reader.member();
    }
    return JsonValue.object(reader.members);
  }

  /** Takes one member; returns false when there is no further one. */
  private boolean member() {
    skip(" \t\r\n,");
    String name = here() == '"' ? string() : null;
    skip(" \t\r\n:");
    if (name == null) {
      return false;
    }
    if (here() == '"') {
      String value = string();
      if (value != null && KEPT.contains(name)) {
        members.putIfAbsent(name, JsonValue.string(value));
      }
      return value != null;
    }
    skipValue();
    return here() != END;
  }

  private char here() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private void skip(String characters) {
    while (characters.indexOf(here()) >= 0) {
      at++;
    }
  }

  /** Skips a value that is no string, however deep it is nested. */
  private void skipValue() {
    int depth = 0;
    while (at < text.length() && (depth > 0 || ",}".indexOf(here()) < 0)) {
      char c = here();
      if (c == '"') {
        string();
      } else {
        depth += c == '{' || c == '[' ? 1 : 0;
        depth -= c == '}' || c == ']' ? 1 : 0;
        at++;
      }
    }
  }

  /** Takes a string and returns what it stands for, or null when it does not end. */
  private @Nullable String string() {
    StringBuilder string = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = here();
      if (c == '"') {
        at++;
        return string.toString();
      }
      string.append(c == '\\' ? escaped() : c);
    }
    return null;
  }

  /** Returns what an escape stands for, and stops at its last character. */
  private char escaped() {
    at++;
    return switch (here()) {
      case 'b', 'f', 'n', 'r', 't' -> ' ';
      case 'u' -> unicode();
      default -> here();
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 1; i <= HEX_DIGITS; i++) {
      int digit = at + i < text.length() ? Character.digit(text.charAt(at + i), 16) : -1;
      if (digit < 0) {
        return '?';
      }
      code = code * 16 + digit;
    }
    at += HEX_DIGITS;
    return (char) code;
  }
}
