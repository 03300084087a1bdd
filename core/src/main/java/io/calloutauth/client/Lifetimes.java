package io.calloutauth.client;

import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.LifetimeUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations that a server gives as numbers. Takes the same short time whatever it is given:
 * figures are at most 32 characters long and have exponents of at most 18.
 */
final class Lifetimes {

  private static final Pattern FIGURE =
      Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE]([+-]?[0-9]{1,2}))?");
  private static final int MAX_LENGTH = 32;
  private static final int MAX_EXPONENT = 18;
  private static final BigDecimal BEYOND = BigDecimal.valueOf(100_000_000_000L);

  private Lifetimes() {}

  /**
   * Reads a JSON number or numeric string as whole seconds, rounded down, at most about 3,000
   * years.
   *
   * @return the duration; empty when it is negative or no such figure
   */
  static Optional<Duration> read(JsonValue value, LifetimeUnit unit) {
    if (!value.is(JsonValue.Kind.NUMBER) && !value.is(JsonValue.Kind.STRING)) {
      return Optional.empty();
    }
    String text = value.text();
    return text.length() > MAX_LENGTH ? Optional.empty() : figure(text.trim(), unit);
  }

  /**
   * Reads a JSON number or numeric string as a moment.
   *
   * @return the duration from now to then; empty when that is over or no such figure
   */
  static Optional<Duration> until(JsonValue value, LifetimeUnit unit, Instant now) {
    return read(value, unit)
        .map(sinceEpoch -> sinceEpoch.minusMillis(now.toEpochMilli()))
        .filter(left -> !left.isNegative());
  }

  private static Optional<Duration> figure(String text, LifetimeUnit unit) {
    Matcher figure = FIGURE.matcher(text);
    if (!figure.matches() || exponent(figure.group(1)) > MAX_EXPONENT) {
      return Optional.empty();
    }
    BigDecimal seconds = new BigDecimal(text).movePointLeft(unit.decimals());
    return seconds.signum() < 0 ? Optional.empty() : Optional.of(whole(seconds.min(BEYOND)));
  }

  private static int exponent(String digits) {
    return digits == null ? 0 : Math.abs(Integer.parseInt(digits));
  }

  private static Duration whole(BigDecimal seconds) {
    return Duration.ofSeconds(seconds.setScale(0, RoundingMode.FLOOR).longValue());
  }

  /**
   * Returns what remains of a lifetime after an age, from zero to {@link
   * IssuedToken#LONGEST_LIFETIME}.
   */
  static Duration remaining(Duration lifetime, Duration age) {
    Duration rest = lifetime.minus(age);
    if (rest.isNegative()) {
      return Duration.ZERO;
    }
    return rest.compareTo(IssuedToken.LONGEST_LIFETIME) > 0 ? IssuedToken.LONGEST_LIFETIME : rest;
  }
}
