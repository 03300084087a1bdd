package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.InFlightTokenRequest.LookTimes;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InFlightTokenRequestTest {

  private static final Moment START = new Moment(0, 0);

  private final InFlightTokenRequest request = new InFlightTokenRequest(Demand.RENEWAL);
  private final AtomicInteger wentOn = new AtomicInteger();

  private static LookTimes lookTimes(double draw) {
    return new LookTimes(START, Duration.ofSeconds(20), () -> draw);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000, 2000, 4000, 4000",
    "1, 750, 1500, 3000, 3000",
    "0.4, 900, 1800, 3600, 3600"
  })
  void looksAgainAfterOneTwoAndFourSecondsAndAQuarterEarlierAtMost(
      double draw, long first, long second, long third, long fourth) {
    LookTimes times = lookTimes(draw);

    assertThat(times.next()).hasMillis(first);
    assertThat(times.next()).hasMillis(second);
    assertThat(times.next()).hasMillis(third);
    assertThat(times.next()).hasMillis(fourth);
  }

  @ParameterizedTest
  @CsvSource({"0, 4000", "0.5, 5000", "1, 6000"})
  void looksUpToHalfLaterWhereAllNodesWouldLookAtOnce(double draw, long millis) {
    assertThat(lookTimes(draw).jitter(Duration.ofSeconds(4))).hasMillis(millis);
  }

  @Test
  void givesUpWhenTheLongestTimeIsOver() {
    Moment end = START.plus(Duration.ofSeconds(20));

    assertThat(lookTimes(0).isOver(end.minus(Duration.ofMillis(1)))).isFalse();
    assertThat(lookTimes(0).isOver(end)).isTrue();
  }

  @Test
  void goesOnAsACommandWhereAnAdministratorJoinsIt() {
    request.park(wentOn::incrementAndGet);
    assertThat(request.isParked()).isTrue();

    request.command();
    request.command();

    assertThat(request.demand()).isEqualTo(Demand.COMMAND);
    assertThat(request.isParked()).isFalse();
    assertThat(wentOn).hasValue(1);
  }

  @Test
  void staysWhatItIsWhereAnAdministratorJoinsItAtTheServer() {
    request.command();

    assertThat(request.demand()).isEqualTo(Demand.RENEWAL);
  }

  @Test
  void goesOnOnceAsWhatItIsWhenItIsHastened() {
    request.hasten();
    request.park(wentOn::incrementAndGet);

    request.hasten();
    request.hasten();

    assertThat(request.demand()).isEqualTo(Demand.RENEWAL);
    assertThat(wentOn).hasValue(1);
  }

  @Test
  void hasSomethingDoneOnceItIsComplete() {
    request.onCompletion(wentOn::incrementAndGet);
    assertThat(wentOn).hasValue(0);

    request.complete(Passing.CLOSED);

    assertThat(wentOn).hasValue(1);
    assertThat(request.outcome()).isCompletedWithValue(Passing.CLOSED);
  }
}
