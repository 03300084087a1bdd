package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.FieldProblem.Reason;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The form of a setting's value: how it is written as text in a store, how the text is parsed, and
 * which value says nothing. Immutable and thread-safe.
 *
 * @param <T> the type of the value
 */
final class SettingForm<T> {

  private static final String LINE = "\n"; // no value of a list has one

  /** A text; the empty one is none. */
  static final SettingForm<String> TEXT = new SettingForm<>("", text -> text, text -> text);

  /** A list of texts, each on a line of its own. */
  static final SettingForm<List<String>> LINES = list(LINE);

  /** Yes or no. */
  static final SettingForm<Boolean> FLAG =
      new SettingForm<>(false, Object::toString, text -> text.equals("true"), PlainValues.FLAG);

  /** A duration (ISO 8601). */
  static final SettingForm<Duration> DURATION =
      new SettingForm<>(Duration.ZERO, Duration::toString, Duration::parse, PlainValues.DURATION);

  /** Milliseconds since 1970. */
  static final SettingForm<Long> MOMENT = new SettingForm<>(0L, Object::toString, Long::valueOf);

  /**
   * Secrets by name, of which the names are written and the values sealed elsewhere. An empty
   * secret is one that is kept.
   */
  static final SettingForm<Map<String, Secret>> SECRETS =
      new SettingForm<>(
          Map.of(), secrets -> String.join(LINE, secrets.keySet()), SettingForm::keptSecrets);

  private final T none;
  private final String noneText;
  private final Function<T, String> writer;
  private final Function<String, T> parser;
  private final PlainValues.Parser<T> plain;

  /** Returns a form of its own kind. */
  static <T> SettingForm<T> of(T none, Function<T, String> writer, Function<String, T> parser) {
    return new SettingForm<>(none, writer, parser);
  }

  private SettingForm(T none, Function<T, String> writer, Function<String, T> parser) {
    this(none, writer, parser, PlainValues.text(parser));
  }

  private SettingForm(
      T none, Function<T, String> writer, Function<String, T> parser, PlainValues.Parser<T> plain) {
    this.none = none;
    this.noneText = writer.apply(none);
    this.writer = writer;
    this.parser = parser;
    this.plain = plain;
  }

  /** Returns the form of a list whose values have a separator between each two. */
  static SettingForm<List<String>> list(String separator) {
    return new SettingForm<>(
        List.of(),
        values -> String.join(separator, values),
        text -> List.of(text.split(separator, -1)),
        PlainValues.LIST);
  }

  /**
   * Returns the form of a choice, which is written by its wire value: a constant's name may change.
   *
   * @param standard the choice that says nothing
   */
  static <E extends Enum<E>> SettingForm<E> choice(E standard, Function<E, String> wireValue) {
    List<E> choices = List.of(standard.getDeclaringClass().getEnumConstants());
    Function<String, E> parser =
        text ->
            choices.stream()
                .filter(each -> wireValue.apply(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no choice is stored so"));
    List<String> values = choices.stream().map(wireValue).toList();
    return new SettingForm<>(standard, wireValue, parser, PlainValues.choice(values, parser));
  }

  private static Map<String, Secret> keptSecrets(String names) {
    Map<String, Secret> kept = new TreeMap<>();
    for (String name : names.split(LINE, -1)) {
      kept.put(name, ProviderDraft.KEPT);
    }
    return Collections.unmodifiableMap(kept);
  }

  /** Returns the same form with another value that says nothing. */
  SettingForm<T> withNone(T other) {
    return new SettingForm<>(other, writer, parser, plain);
  }

  /** Returns the value that says nothing. */
  T none() {
    return none;
  }

  /** Tells whether a value says nothing. */
  boolean isNone(T value) {
    return Objects.equals(value, none);
  }

  /** Returns a stored text; empty for one of the value that says nothing. */
  String canonical(String text) {
    return text.equals(noneText) ? "" : text;
  }

  /** Returns the text that is stored; empty for the value that says nothing. */
  String write(T value) {
    return isNone(value) ? "" : writer.apply(value);
  }

  /**
   * Returns a value as a host's JSON has it, the default too: a text, a number of seconds (a text
   * of ISO 8601 where they are not whole), true or false, or a list of texts; of secrets the names.
   */
  Object toPlain(T value) {
    if (value instanceof Duration duration) {
      long seconds = duration.toSeconds();
      return duration.equals(Duration.ofSeconds(seconds)) ? seconds : duration.toString();
    }
    if (value instanceof Map<?, ?> secrets) {
      return List.copyOf(secrets.keySet());
    }
    return value instanceof Boolean || value instanceof List<?> ? value : writer.apply(value);
  }

  /**
   * Returns the value that a host's JSON has; an empty text is the one that says nothing.
   *
   * @throws RuntimeException when it is none: {@link #misfit()} says what would be one
   */
  T fromPlain(Object value) {
    return value.equals("") ? none : plain.parser().apply(value);
  }

  /** Returns what is wrong with a value of a host's JSON that is none. */
  Reason misfit() {
    return plain.misfit();
  }

  /**
   * Returns the value that a text is of.
   *
   * @throws RuntimeException when it is none, as a later version's may be
   */
  T parse(String text) {
    return text.isEmpty() ? none : parser.apply(text);
  }
}
