package io.calloutauth.client;

import io.calloutauth.oauth.TokenFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
  TokenFailure.Builder in(TokenFailure.Builder failure) {
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
}
