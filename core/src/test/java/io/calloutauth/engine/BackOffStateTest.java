package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackOffStateTest {

  private static final Moment START = new Moment(0, 0);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Moment LATER = START.plus(MINUTE);
  private static final TokenFailure FAILURE =
      failure(FailureClass.PERMANENT, TokenError.UNREACHABLE);
  private static final TokenFailure THROTTLED =
      failure(FailureClass.THROTTLED, TokenError.THROTTLED);

  private static TokenFailure failure(FailureClass failureClass, TokenError error) {
    return TokenFailure.builder(failureClass, error).build();
  }

  private static BackOffState blocked(TokenFailure failure) {
    return new BackOffState(LATER, failure, 3, Passing.CLOSED);
  }

  @ParameterizedTest
  @EnumSource(names = "THROTTLED", mode = EnumSource.Mode.EXCLUDE)
  void anEditEndsTheWaitAfterAFailure(FailureClass failureClass) {
    TokenFailure failure = failure(failureClass, TokenError.UNREACHABLE);

    BackOffState lifted = BackOffState.failed(LATER, failure, 1).lifted(START);

    assertThat(lifted.isOver(START)).isTrue();
    assertThat(lifted.refusal("p", Demand.USE, START)).isNull();
  }

  @Test
  void anEditLeavesTheWaitOfAServerThatThrottles() {
    BackOffState throttled = BackOffState.failed(LATER, THROTTLED, 1);

    assertThat(throttled.lifted(START)).isSameAs(throttled);
  }

  @Test
  void anEditLeavesTheWaitAfterAToken() {
    BackOffState spacing = BackOffState.spacing(LATER);

    assertThat(spacing.lifted(START)).isSameAs(spacing);
  }

  @ParameterizedTest
  @EnumSource(names = "COMMAND", mode = EnumSource.Mode.EXCLUDE)
  void afterATokenEveryDemandWaits(Demand demand) {
    BackOffState spacing = BackOffState.spacing(LATER);

    assertThat(spacing.spaces(demand, START)).isTrue();
    assertThat(spacing.spacing(demand, START)).isEqualTo(MINUTE);
    assertThat(spacing.spaces(demand, LATER)).isFalse();
    assertThat(spacing.refusal("p", demand, START)).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = "COMMAND", mode = EnumSource.Mode.EXCLUDE)
  void afterAFailureEveryDemandIsTurnedAway(Demand demand) {
    BackOffState failed = BackOffState.failed(LATER, FAILURE, 1);

    assertThat(failed.refusal("p", demand, START))
        .isEqualTo(new TokenOutcome.Failed("p", FAILURE, MINUTE));
    assertThat(failed.spaces(demand, START)).isFalse();
    assertThat(failed.refusal("p", demand, LATER)).isNull();
  }

  @Test
  void aCommandWaitsForNothing() {
    BackOffState spacing = BackOffState.spacing(LATER);
    BackOffState failed = BackOffState.failed(LATER, FAILURE, 1);

    assertThat(spacing.spaces(Demand.COMMAND, START)).isFalse();
    assertThat(spacing.spacing(Demand.COMMAND, START)).isZero();
    assertThat(failed.refusal("p", Demand.COMMAND, START)).isNull();
  }

  @Test
  void aCommandIsTurnedAwayWhereTheServerThrottles() {
    assertThat(BackOffState.failed(LATER, THROTTLED, 1).refusal("p", Demand.COMMAND, START))
        .isEqualTo(new TokenOutcome.Failed("p", THROTTLED, MINUTE));
  }

  @Test
  void whatStandsInTheWayOnThisNodeIsToldInPlaceOfTheFailure() {
    assertThat(blocked(FAILURE).refusal("p", Demand.USE, START)).isSameAs(Passing.CLOSED);
    assertThat(blocked(FAILURE).localFailure(START))
        .isEqualTo(new RowReading.LocalFailure(FAILURE, MINUTE));
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTHORIZATION_OVER", "AUTHORIZATION_IN_DOUBT"})
  void anAuthorizationThatIsNeededIsNoFailureOfThisNode(TokenError error) {
    assertThat(blocked(failure(FailureClass.PERMANENT, error)).localFailure(START)).isNull();
  }

  @Test
  void whatAServerSaidIsNoFailureOfThisNode() {
    assertThat(BackOffState.failed(LATER, FAILURE, 1).localFailure(START)).isNull();
    assertThat(BackOffState.spacing(LATER).localFailure(START)).isNull();
  }

  @Test
  void whatStandsInTheWayAndWhatAServerSaysAreCountedApart() {
    assertThat(blocked(FAILURE).attemptsWith(FAILURE)).isEqualTo(1);
    assertThat(blocked(FAILURE).obstaclesWithOneMore()).isEqualTo(4);
    assertThat(BackOffState.failed(LATER, FAILURE, 3).attemptsWith(FAILURE)).isEqualTo(4);
    assertThat(BackOffState.failed(LATER, FAILURE, 3).obstaclesWithOneMore()).isEqualTo(1);
    assertThat(BackOffState.spacing(LATER).attemptsWith(FAILURE)).isEqualTo(1);
  }
}
