package io.calloutauth.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes texts as JSON, and reads back what it wrote: an array of strings, or an object of strings.
 * An operator's own JSON functions can look inside.
 */
final class JsonText {

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

  static Map<String, String> readObject(String text) {
    List<String> strings = new JsonText(text).strings();
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i + 1 < strings.size(); i += 2) {
      map.put(strings.get(i), strings.get(i + 1));
    }
    return map;
  }

  static List<String> readArray(String text) {
    return new JsonText(text).strings();
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

  /** Returns the strings in their order: all else that was written has a fixed place. */
  private List<String> strings() {
    List<String> strings = new ArrayList<>();
    for (at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
      at++;
      strings.add(string());
    }
    return strings;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (char unit = text.charAt(at++); unit != '"'; unit = text.charAt(at++)) {
      string.append(unit == '\\' ? escaped() : unit);
    }
    return string.toString();
  }

  private char escaped() {
    char kind = text.charAt(at++);
    if (kind != 'u') {
      return kind;
    }
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }
}
