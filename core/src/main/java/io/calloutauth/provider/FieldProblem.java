package io.calloutauth.provider;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field of a provider's settings. Immutable.
 *
 * @param key the field's key; of a document that names what no field is, its key there, or {@code
 *     document} where it is wrong as a whole
 * @param field the field; null where this version has none of that key
 * @param code a short name of what is wrong, for a host that translates; never changes
 * @param arguments texts, numbers and lists that a translation names, by their names
 * @param reason what is wrong and what to type instead, to be read after the field's label; never
 *     what was typed
 */
public record FieldProblem(
    String key,
    @Nullable ProviderField field,
    String code,
    Map<String, Object> arguments,
    String reason)
    implements Serializable {

  /** The code of what has no code of its own. */
  static final String INVALID = "invalid";

  /** Copies the arguments. */
  public FieldProblem {
    arguments = Map.copyOf(arguments);
  }

  /** Makes a problem that has no code of its own. */
  public FieldProblem(ProviderField field, String reason) {
    this(field.key(), field, INVALID, Map.of(), reason);
  }

  FieldProblem(ProviderField field, Reason reason) {
    this(field.key(), field, reason.code(), reason.arguments(), reason.text());
  }

  FieldProblem(String key, Reason reason) {
    this(key, null, reason.code(), reason.arguments(), reason.text());
  }

  /** Returns the field's name in words; its key where there is no such field. */
  public String label() {
    return field == null ? key : field.label();
  }

  /**
   * Returns this problem for a host's JSON: {@code field} (its key), {@code code}, {@code
   * arguments} and {@code text}, the English sentence.
   */
  public Map<String, Object> toMap() {
    return Map.of("field", key, "code", code, "arguments", arguments, "text", toString());
  }

  /** Returns the field's label and the reason. */
  @Override
  public String toString() {
    return label() + " " + reason;
  }

  /**
   * Why a value is not taken: a code with arguments that a host translates, and the same in
   * English. Immutable.
   *
   * @param code a short name of what is wrong; never changes
   * @param arguments texts, numbers and lists by name; never what was typed
   * @param text what is wrong and what to type instead, to be read after the field's label
   */
  record Reason(String code, Map<String, Object> arguments, String text) {

    /** Returns a reason that needs no arguments. */
    static Reason of(String code, String text) {
      return new Reason(code, Map.of(), text);
    }

    /** Returns the reason that a constant stands for, whose name is the code. */
    static Reason of(Enum<?> problem, String text) {
      return of(problem.name().toLowerCase(Locale.ROOT), text);
    }

    /** Returns the same reason with one more argument. */
    Reason with(String name, Object value) {
      Map<String, Object> more = new TreeMap<>(arguments);
      more.put(name, value);
      return new Reason(code, Map.copyOf(more), text);
    }
  }
}
