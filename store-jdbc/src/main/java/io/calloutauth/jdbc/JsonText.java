package io.calloutauth.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes texts as JSON, and reads back what it wrote: an array of strings, or an object of strings.
 * An operator's own JSON functions can look inside, and may write the same in other words.
 */
final class JsonText {

  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  static String object(Map<String, String> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }

  static String array(Collection<String> texts) {
    return texts.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  /** Reads an object of strings; empty when the text is anything else. */
  static Optional<Map<String, String>> readObject(@Nullable String text) {
    try {
      return Optional.of(new JsonText(text == null ? "" : text).object());
    } catch (BrokenException other) {
      return Optional.empty();
    }
  }

  /** Reads an array of strings; empty when the text is anything else. */
  static Optional<List<String>> readArray(@Nullable String text) {
    try {
      return Optional.of(new JsonText(text == null ? "" : text).array());
    } catch (BrokenException other) {
      return Optional.empty();
    }
  }

  /** The text is not what is written here. */
  private static final class BrokenException extends Exception {

    private static final long serialVersionUID = 1L;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '"' || unit == '\\') {
        quoted.append('\\').append(unit);
      } else if (unit < ' ' || isHalf(text, i)) {
        quoted.append(String.format("\\u%04x", (int) unit));
      } else {
        quoted.append(unit);
      }
    }
    return quoted.append('"').toString();
  }

  /** No database keeps half a surrogate pair. */
  private static boolean isHalf(String text, int i) {
    char unit = text.charAt(i);
    if (Character.isHighSurrogate(unit)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(unit)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private Map<String, String> object() throws BrokenException {
    Map<String, String> map = new TreeMap<>();
    expect('{');
    for (boolean more = !isNext('}'); more; more = goesOn('}')) {
      String key = string();
      expect(':');
      if (map.put(key, string()) != null) {
        throw new BrokenException(); // which of two counts is not said
      }
    }
    end();
    return map;
  }

  private List<String> array() throws BrokenException {
    List<String> texts = new ArrayList<>();
    expect('[');
    for (boolean more = !isNext(']'); more; more = goesOn(']')) {
      texts.add(string());
    }
    end();
    return texts;
  }

  /** Reads past a comma, and returns true, or past the end, and returns false. */
  private boolean goesOn(char end) throws BrokenException {
    if (isNext(end)) {
      return false;
    }
    expect(',');
    return true;
  }

  private void end() throws BrokenException {
    skipSpace();
    if (at < text.length()) {
      throw new BrokenException();
    }
  }

  private void expect(char unit) throws BrokenException {
    if (!isNext(unit)) {
      throw new BrokenException();
    }
  }

  private boolean isNext(char unit) {
    skipSpace();
    boolean next = at < text.length() && text.charAt(at) == unit;
    at += next ? 1 : 0;
    return next;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private String string() throws BrokenException {
    expect('"');
    StringBuilder string = new StringBuilder();
    for (char unit = take(); unit != '"'; unit = take()) {
      string.append(unit == '\\' ? escaped() : unit);
    }
    return string.toString();
  }

  private char take() throws BrokenException {
    if (at == text.length()) {
      throw new BrokenException();
    }
    return text.charAt(at++);
  }

  private char escaped() throws BrokenException {
    char kind = take();
    int known = ESCAPES.indexOf(kind);
    if (known >= 0) {
      return ESCAPED.charAt(known);
    }
    int unit = kind == 'u' ? 0 : -1;
    for (int i = 0; i < 4 && unit >= 0; i++) {
      int digit = Character.digit(take(), 16);
      unit = digit < 0 ? -1 : unit * 16 + digit;
    }
    if (unit < 0) {
      throw new BrokenException();
    }
    return (char) unit;
  }
}
