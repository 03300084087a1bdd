package io.calloutauth.oauth;

import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses the value of a claim as an administrator types it: JSON (RFC 8259) where it is that, else
 * a text. A text that would be JSON is typed in quotes.
 */
public final class ClaimValue {

  /** What begins so is meant to be JSON. */
  private static final Pattern JSON = Pattern.compile("[\\[{\"].*", Pattern.DOTALL);

  private ClaimValue() {}

  /**
   * Returns a text, number, Boolean, list or map; empty for JSON that is broken, nests too deep,
   * has a member twice, holds a number beyond the range of a double (RFC 8259 section 6), or is
   * null.
   */
  public static Optional<Object> parse(String typed) {
    String text = typed.strip();
    try {
      JsonValue value = JsonReader.readValue(text);
      return isFinite(value) ? Optional.ofNullable(value.toPlain()) : Optional.empty();
    } catch (JsonException none) {
      return JSON.matcher(text).matches() ? Optional.empty() : Optional.of(typed);
    } catch (NumberFormatException tooSmall) {
      return Optional.empty();
    }
  }

  /** What reads a number as a double must not find it infinite. */
  private static boolean isFinite(JsonValue value) {
    return value.is(JsonValue.Kind.NUMBER)
        ? Double.isFinite(Double.parseDouble(value.text()))
        : value.children().stream().allMatch(ClaimValue::isFinite);
  }
}
