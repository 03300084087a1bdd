package io.calloutauth.example.console.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.console.activity.Hour.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The last hour is told in slices, and nothing older. */
class HourTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:01:00Z");

  @Test
  void countsTheLastHourAndNothingOlder() {
    Map<Long, Slice> counted =
        Map.of(
            slice(Duration.ZERO), new Slice(3, 1),
            slice(Duration.ofMinutes(58)), new Slice(1, 0),
            slice(Duration.ofMinutes(62)), new Slice(50, 50));
    Hour hour = Hour.until(NOW, counted);
    assertThat(hour.total()).isEqualTo(new Slice(4, 1));
    assertThat(hour.most()).isEqualTo(4);
    assertThat(hour.rows()).extracting(row -> row.slice().total()).containsExactly(4, 1);
  }

  @Test
  void drawsFailuresOnTopOfWhatWentWell() {
    Hour.Bar last = Hour.until(NOW, Map.of(slice(Duration.ZERO), new Slice(3, 1))).bars().get(29);
    assertThat(last.done()).isEqualTo(new Hour.Part(25, 75));
    assertThat(last.failed()).isEqualTo(new Hour.Part(0, 25));
  }

  @Test
  void drawsNothingWhereNothingHappened() {
    assertThat(Hour.until(NOW, Map.of()).bars())
        .hasSize(30)
        .allMatch(bar -> bar.done().height() == 0 && bar.failed().height() == 0);
  }

  private static long slice(Duration ago) {
    return Hour.sliceOf(NOW.minus(ago));
  }
}
