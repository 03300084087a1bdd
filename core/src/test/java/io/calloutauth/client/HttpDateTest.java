package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dates of HTTP headers. */
class HttpDateTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT|1994-11-06T08:49:37Z",
        "Sun, 6 Nov 1994 08:49:37 GMT|1994-11-06T08:49:37Z",
        "sun, 06 nov 1994 08:49:37 gmt|1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37 UTC|1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT|1994-11-06T08:49:37Z",
        "Sun, 06-Nov-94 08:49:37 GMT|1994-11-06T08:49:37Z",
        "Sunday, 28-Nov-76 08:49:37 GMT|1976-11-28T08:49:37Z",
        "Wednesday, 06-Nov-75 08:49:37 GMT|2075-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994|1994-11-06T08:49:37Z",
        "Wed Nov 16 08:49:37 1994|1994-11-16T08:49:37Z"
      })
  void haveThreeForms(String text, Instant moment) {
    assertThat(RetryAfter.HttpDate.parse(text, NOW)).contains(moment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "1994-11-06T08:49:37Z",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 36 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"
      })
  void areNoOtherTexts(String text) {
    assertThat(RetryAfter.HttpDate.parse(text, NOW)).isEmpty();
  }
}
