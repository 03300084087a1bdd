package io.calloutauth.provider;

import io.calloutauth.provider.FieldProblem.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Parsers of the values that a host's JSON has, in the types that any JSON mapper makes of it:
 * texts, numbers, booleans and lists.
 */
final class PlainValues {

  /** True or false. */
  static final Parser<Boolean> FLAG =
      new Parser<>(Boolean.class::cast, Reason.of("not_a_flag", "must be true or false"));

  /** A number of seconds, or a text of ISO 8601. */
  static final Parser<Duration> DURATION =
      new Parser<>(
          PlainValues::duration,
          Reason.of(
              "not_a_duration", "must be a number of seconds, or a text of ISO 8601 such as PT5M"));

  /** A list of texts, some of which may look like numbers. */
  static final Parser<List<String>> LIST =
      new Parser<>(
          value -> ((List<?>) value).stream().map(PlainValues::element).toList(),
          Reason.of("not_a_list", "must be a list of texts"));

  private PlainValues() {}

  /**
   * A parser.
   *
   * @param parser throws a RuntimeException at what is no such value
   * @param misfit what is wrong with such a one
   */
  record Parser<T>(Function<Object, T> parser, Reason misfit) {}

  /** Returns the parser of a text that means something. */
  static <T> Parser<T> text(Function<String, T> parser) {
    return new Parser<>(
        value -> parser.apply((String) value), Reason.of("not_a_text", "must be a text"));
  }

  /** Returns the parser of one of several texts. */
  static <T> Parser<T> choice(List<String> values, Function<String, T> parser) {
    Reason misfit =
        Reason.of("unknown_choice", "must be one of " + String.join(", ", values))
            .with("choices", values);
    return new Parser<>(value -> parser.apply((String) value), misfit);
  }

  private static Duration duration(Object value) {
    return value instanceof Number number
        ? Duration.ofSeconds(new BigDecimal(number.toString()).longValueExact())
        : Duration.parse((String) value);
  }

  private static String element(Object value) {
    return value instanceof Number number ? number.toString() : (String) value;
  }
}
