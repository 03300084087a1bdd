package io.calloutauth.client;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses the dates of HTTP headers, in each of the three forms of RFC 9110 section 5.6.7. */
final class HttpDate {

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
