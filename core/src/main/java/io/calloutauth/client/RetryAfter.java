package io.calloutauth.client;

import io.calloutauth.oauth.TokenFailureBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a response's {@code Retry-After} asks for (RFC 9110 section 10.2.3): seconds or a date.
 *
 * @param told how long the server asks to wait, at most one hour; null when it does not say or
 *     cannot be understood
 * @param least how long to wait at least: as told, some seconds when it cannot be understood, zero
 *     without the header
 */
record RetryAfter(@Nullable Duration told, Duration least) {

  private static final RetryAfter NONE = new RetryAfter(null, Duration.ZERO);
  private static final RetryAfter UNREADABLE = new RetryAfter(null, Duration.ofSeconds(5));
  private static final Duration MOST = Duration.ofHours(1);

  /** A figure with more digits than matter stands for a very long time. */
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,300}(?:\\.[0-9]{1,9})?) ?s?");

  /** Reads the header of a response. */
  static RetryAfter of(HttpResult response, InstantSource clock) {
    return response.header("Retry-After").map(value -> read(value.trim(), clock)).orElse(NONE);
  }

  /** Says it in a failure. */
  TokenFailureBuilder in(TokenFailureBuilder failure) {
    return failure.retryAfter(told).leastWait(least);
  }

  private static RetryAfter read(String value, InstantSource clock) {
    Matcher seconds = SECONDS.matcher(value);
    if (seconds.matches()) {
      return atMost(new BigDecimal(seconds.group(1)).setScale(0, RoundingMode.CEILING));
    }
    Instant now = clock.instant();
    return HttpDate.parse(value, now)
        .map(until -> asked(Duration.between(now, until)))
        .orElse(UNREADABLE);
  }

  private static RetryAfter atMost(BigDecimal seconds) {
    return asked(Duration.ofSeconds(seconds.min(BigDecimal.valueOf(MOST.toSeconds())).longValue()));
  }

  private static RetryAfter asked(Duration wait) {
    Duration positive = wait.isNegative() ? Duration.ZERO : wait;
    Duration bounded = positive.compareTo(MOST) > 0 ? MOST : positive;
    return new RetryAfter(bounded, bounded);
  }

  /** Parses the dates of HTTP headers, in each of the three forms of RFC 9110 section 5.6.7. */
  static final class HttpDate {

    private static final int LONGEST = 40;
    private static final DateTimeFormatter RFC_1123 = form("EEE, d MMM uuuu HH:mm:ss z");
    private static final DateTimeFormatter ASCTIME = form("EEE MMM ppd HH:mm:ss uuuu");

    private HttpDate() {}

    /**
     * Returns the moment that a text stands for; empty when it is none.
     *
     * @param now a two-digit year is less than 50 years away from it
     */
    static Optional<Instant> parse(String text, Instant now) {
      if (text.length() > LONGEST) {
        return Optional.empty();
      }
      return List.of(RFC_1123, rfc850("EEEE", now), rfc850("EEE", now), ASCTIME).stream()
          .flatMap(form -> parse(text, form).stream())
          .findFirst();
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter form) {
      try {
        return Optional.of(form.parse(text, Instant::from));
      } catch (DateTimeParseException other) {
        return Optional.empty();
      }
    }

    private static DateTimeFormatter form(String pattern) {
      return finished(new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern));
    }

    private static DateTimeFormatter rfc850(String dayOfWeek, Instant now) {
      LocalDate earliest = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(50);
      return finished(
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(dayOfWeek + ", dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, earliest)
              .appendPattern(" HH:mm:ss z"));
    }

    private static DateTimeFormatter finished(DateTimeFormatterBuilder form) {
      return form.toFormatter(Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
  }
}
