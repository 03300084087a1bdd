package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidityTest {

  private static final Moment ISSUED = new Moment(5_000_000_000L, 1_000_000L);

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0.75", "4, 3", "120, 90", "121, 91", "3600, 3570", "86400, 86370"})
  void endsAQuarterOfTheLifetimeEarlyButAtMostHalfAMinute(long lifetime, double usable) {
    assertThat(Validity.usable(Duration.ofSeconds(lifetime)))
        .isEqualTo(Duration.ofMillis((long) (usable * 1000)));
  }

  @ParameterizedTest
  @CsvSource({"0, 700", "0.5, 775", "1, 850"})
  void isStaleFromADrawnShareOn(double draw, long staleSeconds) {
    Validity validity = Validity.draw(ISSUED, Duration.ofSeconds(1030), null, () -> draw);

    assertThat(Math.round((validity.stale().nanos() - ISSUED.nanos()) / 1e9))
        .isEqualTo(staleSeconds);
    assertThat(validity.expired()).isEqualTo(ISSUED.plus(Duration.ofSeconds(1000)));
  }

  @ParameterizedTest
  @CsvSource({"39, 24862", "40, 15000", "80, 45000"})
  void isStaleFifteenSecondsBeforeItsEndWhereThatLeavesHalfOfIt(long lifetime, long staleMillis) {
    Validity validity = Validity.draw(ISSUED, Duration.ofSeconds(lifetime), null, () -> 1);

    assertThat(validity.stale().millis() - ISSUED.millis()).isEqualTo(staleMillis);
  }

  @Test
  void isNotStaleBeforeFiveSecondsWhateverTheServerWishes() {
    Validity validity = Validity.draw(ISSUED, Duration.ofSeconds(1030), Duration.ZERO, () -> 0.5);

    assertThat(validity.stale()).isEqualTo(ISSUED.plus(Duration.ofSeconds(5)));
  }

  @Test
  void isStaleAtItsEndAtTheLatestOnEitherClock() {
    Moment end = ISSUED.plus(Duration.ofSeconds(5));
    Validity validity = new Validity(ISSUED.plus(Duration.ofSeconds(9)), end);

    assertThat(validity.stale()).isEqualTo(end);
  }
}
