package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.Lease;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final TokenOutcome OBSTACLE = Passing.CLOSED;

  private final ManualWorld time = new ManualWorld();
  private final Clocks clocks = time.world().clocks();
  private final Moment start = clocks.now();
  private final ProviderEntry entry = Entries.entry("p");
  private final Settlement settlement = Settlement.of(entry, time.world());

  private Completion settled(String value, Duration lifetime, @Nullable ReadyToken before) {
    IssuedToken response = IssuedToken.builder(Secret.of(value), lifetime).build();
    return settlement.settleToken(response, start, Lease.NONE, before);
  }

  /** Returns a token that may be used for a while from now on, and is due for renewal. */
  private ReadyToken held(String value, Duration usable) {
    return Entries.token(entry, value, new Validity(start, start.plus(usable)));
  }

  private static TokenFailure failure(FailureClass failureClass) {
    return TokenFailure.builder(failureClass, TokenError.SECRET_UNOPENED).build();
  }

  private Completion unopened(FailureClass failureClass, BackOffState before) {
    OpenedClient client = OpenedClient.blocked(OBSTACLE, failure(failureClass));
    return settlement.settleUnopened(client, before, null);
  }

  private Duration spacing(Completion completion) {
    return completion.backOff().spacing(Demand.USE, start);
  }

  private static ReadyToken published(Completion completion) {
    ReadyToken token = Objects.requireNonNull(completion.published());
    assertThat(completion.outcome())
        .isInstanceOfSatisfying(
            TokenOutcome.Granted.class, granted -> assertThat(granted.token()).isSameAs(token));
    return token;
  }

  @Test
  void givesATokenToAllAndWaitsForNothing() {
    Completion completion = settled("new", HOUR, held("old", HOUR));

    assertThat(published(completion).header()).isEqualTo("Bearer new");
    assertThat(spacing(completion)).isZero();
  }

  @Test
  void givesATokenThatIsNotToBeKeptToThoseWhoWaitAlone() {
    Completion completion = settled("once", Duration.ZERO, null);

    assertThat(completion.published()).isNull();
    assertThat(completion.outcome()).isInstanceOf(TokenOutcome.Granted.class);
    assertThat(spacing(completion)).isEqualTo(Duration.ofSeconds(5));
  }

  /** An hour has 3,570 usable seconds. */
  @ParameterizedTest
  @CsvSource({"60, 3570, 1785", "3570, 3570, 1785", "4000, 4000, 2000"})
  void keepsTheLaterOfTwoThatAreTheSameAndLetsHalfOfItPass(long usable, long end, long wait) {
    Completion completion = settled("same", HOUR, held("same", Duration.ofSeconds(usable)));

    assertThat(published(completion).expired()).isEqualTo(start.plus(Duration.ofSeconds(end)));
    assertThat(spacing(completion)).isEqualTo(Duration.ofSeconds(wait));
  }

  @Test
  void wantsOneThatIsTheSameAndLaterRenewedWhenHalfOfItHasPassed() {
    ReadyToken later = published(settled("same", HOUR, held("same", Duration.ofMinutes(1))));

    Moment next = start.plus(Duration.ofSeconds(1785));
    assertThat(later.isFresh(next.nanos() - 1, next.millis() - 1)).isTrue();
    assertThat(later.isFresh(next.nanos(), next.millis())).isFalse();
  }

  @Test
  void leavesTheOneBeforeInPlaceOfOneThatEndsEarlier() {
    ReadyToken before = held("same", HOUR.multipliedBy(2));

    assertThat(published(settled("same", HOUR, before))).isSameAs(before);
  }

  @Test
  void waitsAFewSecondsAtLeastForOneThatIsTheSame() {
    ReadyToken before = held("same", Duration.ofSeconds(1));

    Completion completion = settled("same", Duration.ofSeconds(8), before);

    assertThat(published(completion).header()).isEqualTo("Bearer same");
    assertThat(spacing(completion)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void takesAClientThatMayOpenSoonForAFailure() {
    BackOffState before = BackOffState.none(start);

    Completion completion = unopened(FailureClass.TRANSIENT, before);

    assertThat(completion.published()).isNull();
    assertThat(completion.outcome()).isInstanceOf(TokenOutcome.Failed.class);
    assertThat(completion.backOff().obstacle()).isNull();
    assertThat(completion.backOff().attempts()).isEqualTo(1);
  }

  @Test
  void tellsWhatKeepsAClientClosedAndWaitsLongerEachTime() {
    BackOffState before = BackOffState.failed(start, failure(FailureClass.PERMANENT), 7);

    BackOffState first = unopened(FailureClass.PERMANENT, before).backOff();
    Completion again = unopened(FailureClass.PERMANENT, first);

    assertThat(first.until()).isEqualTo(start.plus(Duration.ofMinutes(1)));
    assertThat(again.backOff().until()).isEqualTo(start.plus(Duration.ofMinutes(2)));
    assertThat(again.outcome()).isSameAs(OBSTACLE);
    assertThat(again.backOff().obstacle()).isSameAs(OBSTACLE);
    assertThat(again.published()).isNull();
  }
}
