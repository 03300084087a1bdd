package io.calloutauth.json;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value (RFC 8259) in which numbers are kept as they were written. It may hold a token:
 * {@link #toString()} tells the kind only. Immutable and thread-safe.
 */
public final class JsonValue {

  private static final int LONGEST_NUMBER = 1_000;
  static final JsonValue NULL = new JsonValue(Kind.NULL, "null");
  static final JsonValue TRUE = new JsonValue(Kind.TRUE, "true");
  static final JsonValue FALSE = new JsonValue(Kind.FALSE, "false");

  /** What a value is. */
  public enum Kind {
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    ARRAY,
    OBJECT
  }

  private final Kind kind;
  // Transient: JSON libraries that read fields leave out what may be a token.
  private final transient String text;
  private final transient List<JsonValue> elements;
  private final transient Map<String, JsonValue> members;

  private JsonValue(Kind kind, String text) {
    this(kind, text, List.of(), Map.of());
  }

  private JsonValue(
      Kind kind, String text, List<JsonValue> elements, Map<String, JsonValue> members) {
    this.kind = kind;
    this.text = text;
    this.elements = elements;
    this.members = members;
  }

  /** Returns a string. */
  public static JsonValue string(String text) {
    return new JsonValue(Kind.STRING, text);
  }

  static JsonValue number(String text) {
    return new JsonValue(Kind.NUMBER, text);
  }

  static JsonValue array(List<JsonValue> elements) {
    return new JsonValue(Kind.ARRAY, "", List.copyOf(elements), Map.of());
  }

  /** Returns an object. */
  public static JsonValue object(Map<String, JsonValue> members) {
    return new JsonValue(Kind.OBJECT, "", List.of(), Map.copyOf(members));
  }

  /** Tells whether it is of a kind. */
  public boolean is(Kind other) {
    return kind == other;
  }

  /** Returns a string's characters or a number as it was written; empty for other kinds. */
  public String text() {
    return text;
  }

  /** Returns an array's elements; empty for other kinds. */
  public List<JsonValue> elements() {
    return elements;
  }

  /** Returns an array's elements or the values of an object's members; empty for other kinds. */
  public Collection<JsonValue> children() {
    return kind == Kind.OBJECT ? members.values() : elements;
  }

  /** Returns an object's member; null is the same as absent (RFC 6749 section 3.2). */
  public Optional<JsonValue> member(String name) {
    return Optional.ofNullable(members.get(name)).filter(value -> !value.is(Kind.NULL));
  }

  /** Returns an object's member if it is a string. */
  public Optional<String> text(String name) {
    return member(name).filter(value -> value.is(Kind.STRING)).map(JsonValue::text);
  }

  /**
   * Returns it in the types of the JDK: a String, a BigDecimal, a Boolean, a List, a Map, or null.
   *
   * @throws NumberFormatException when a number or its exponent has more digits than any needs
   */
  public @Nullable Object toPlain() {
    return switch (kind) {
      case STRING -> text;
      case NUMBER -> decimal(text);
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> null;
      case ARRAY -> elements.stream().map(JsonValue::toPlain).collect(Collectors.toList());
      case OBJECT -> plainMembers();
    };
  }

  /** The time that digits take to read grows with the square of their number. */
  private static BigDecimal decimal(String text) {
    if (text.length() > LONGEST_NUMBER) {
      throw new NumberFormatException("a number has too many digits");
    }
    return new BigDecimal(text);
  }

  private Map<String, @Nullable Object> plainMembers() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    members.forEach((name, value) -> plain.put(name, value.toPlain()));
    return plain;
  }

  @Override
  public String toString() {
    return "JsonValue[" + kind + "]";
  }
}
