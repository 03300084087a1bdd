package io.calloutauth.json;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of the JDK as JSON (RFC 8259) on one line: texts, numbers, booleans, null, lists,
 * and maps in their order.
 */
public final class JsonWriter {

  private JsonWriter() {}

  /**
   * Returns the text.
   *
   * @throws IllegalArgumentException when a value is of another type
   */
  public static String write(@Nullable Object value) {
    if (value instanceof String text) {
      return string(text);
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(member -> string(String.valueOf(member.getKey())) + ":" + write(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(JsonWriter::write).collect(Collectors.joining(",", "[", "]"));
    }
    if (value == null || value instanceof Boolean || value instanceof Number) {
      return String.valueOf(value);
    }
    throw new IllegalArgumentException("not written as JSON: " + value.getClass().getName());
  }

  private static String string(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    text.chars().forEach(c -> append(json, (char) c));
    return json.append('"').toString();
  }

  /** Half a character is escaped too: no charset could write it. */
  private static void append(StringBuilder json, char c) {
    if (c == '"' || c == '\\') {
      json.append('\\').append(c);
    } else if (c < 0x20 || c == 0x7F || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
      json.append("\\u%04x".formatted((int) c));
    } else {
      json.append(c);
    }
  }
}
