package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlotTest {

  private static final Duration SPACING = Duration.ofSeconds(5);

  private final ManualWorld time = new ManualWorld();
  private final Clocks clocks = time.world().clocks();
  private final List<InFlightTokenRequest> launched = new ArrayList<>();
  private final Slot slot =
      new Slot(entry(1, "https://a.example.com"), clocks, (of, flight) -> launched.add(flight));

  private static ProviderEntry entry(long version, String origin) {
    return Entries.entry("p", version, Origins.parse(origin));
  }

  private Moment now() {
    return clocks.now();
  }

  /** Returns a token that is due for renewal at once, and usable for a minute. */
  private ReadyToken stale() {
    Validity validity = new Validity(now(), now().plus(Duration.ofMinutes(1)));
    return Entries.token(Entries.entry("p"), "t", validity);
  }

  /** Returns the flight that a first question launches. */
  private InFlightTokenRequest asked() {
    assertThat(slot.request()).isNotDone();
    return launched.get(0);
  }

  private @Nullable ReadyToken usable() {
    return slot.usable(now().nanos(), now().millis());
  }

  @Test
  void takesOverALaterEditAndNoneThatWasReadBefore() {
    ProviderEntry third = entry(3, "https://c.example.com");

    slot.replaceEntry(third);
    slot.replaceEntry(entry(2, "https://b.example.com"));

    assertThat(slot.entry()).isSameAs(third);
  }

  @Test
  void takesOverWhatWasReadAgainOfTheSameVersion() {
    ProviderEntry again = entry(1, "https://a.example.com");

    slot.replaceEntry(again);

    assertThat(slot.entry()).isSameAs(again);
  }

  @Test
  void landsItsOwnFlightOnceAndNoOther() {
    CompletableFuture<TokenOutcome> asked = slot.request();
    InFlightTokenRequest flight = launched.get(0);
    Completion completion = Completion.publish(stale(), BackOffState.none(now()));
    assertThat(slot.isFlying()).isTrue();
    assertThat(slot.expects(flight)).isTrue();
    assertThat(slot.expects(new InFlightTokenRequest(Demand.USE))).isFalse();
    assertThat(slot.complete(new InFlightTokenRequest(Demand.USE), slot.entry(), completion))
        .isFalse();
    assertThat(asked).isNotDone();

    assertThat(slot.complete(flight, slot.entry(), completion)).isTrue();

    assertThat(asked).isCompletedWithValue(completion.outcome());
    assertThat(slot.isFlying()).isFalse();
    assertThat(slot.expects(flight)).isFalse();
    assertThat(slot.complete(flight, slot.entry(), completion)).isFalse();
  }

  @Test
  void dropsWhatAFlightBringsWhenItIsRetired() {
    CompletableFuture<TokenOutcome> asked = slot.request();
    InFlightTokenRequest flight = launched.get(0);

    slot.retire(Passing.SUPERSEDED);

    assertThat(
            slot.complete(
                flight, slot.entry(), Completion.publish(stale(), BackOffState.none(now()))))
        .isFalse();
    assertThat(slot.last()).isNull();
    assertThat(asked).isCompletedWithValue(Passing.SUPERSEDED);
  }

  @Test
  void renewsBehindFromTheVeryMomentOnThatTheWaitIsOver() {
    InFlightTokenRequest flight = asked();
    ReadyToken stale = stale();
    slot.complete(
        flight, slot.entry(), Completion.publish(stale, BackOffState.spacing(now().plus(SPACING))));

    time.pass(SPACING.minusNanos(1));
    assertThat(usable()).isSameAs(stale);
    assertThat(launched).hasSize(1);

    time.pass(Duration.ofNanos(1));
    assertThat(usable()).isSameAs(stale);
    assertThat(launched).hasSize(2);
  }

  @Test
  void notesThatItIsUsedOnceASecond() {
    InFlightTokenRequest flight = asked();
    slot.complete(
        flight,
        slot.entry(),
        Completion.publish(stale(), BackOffState.spacing(now().plus(SPACING))));
    long asked = slot.usedNanos();

    time.pass(Duration.ofSeconds(1));
    assertThat(usable()).isNotNull();
    assertThat(slot.usedNanos()).isEqualTo(asked);

    time.pass(Duration.ofNanos(1));
    assertThat(usable()).isNotNull();
    assertThat(slot.usedNanos()).isEqualTo(now().nanos());
  }

  private void publish(ReadyToken token, BackOffState backOff) {
    slot.complete(asked(), slot.entry(), Completion.publish(token, backOff));
  }

  @Test
  void isIdleWhenNobodyAskedForMoreThanADay() {
    publish(stale(), BackOffState.none(now()));

    time.pass(Duration.ofDays(1));
    assertThat(slot.isIdle(now())).isFalse();

    time.pass(Duration.ofNanos(1));
    assertThat(slot.isIdle(now())).isTrue();
  }

  @Test
  void isNotIdleWhileATokenRequestIsUnderWay() {
    asked();

    time.pass(Duration.ofDays(2));

    assertThat(slot.isIdle(now())).isFalse();
  }

  @Test
  void isNotIdleWhileItsTokenMayBeUsed() {
    Duration longer = Duration.ofDays(3);
    publish(
        Entries.token(slot.entry(), "t", new Validity(now(), now().plus(longer))),
        BackOffState.none(now()));

    time.pass(Duration.ofDays(2));
    assertThat(slot.isIdle(now())).isFalse();

    time.pass(Duration.ofDays(1));
    assertThat(slot.isIdle(now())).isTrue();
  }

  @Test
  void isNotIdleWhileAWaitWouldBeForgotten() {
    publish(stale(), BackOffState.spacing(now().plus(Duration.ofDays(3))));

    time.pass(Duration.ofDays(2));

    assertThat(slot.isIdle(now())).isFalse();
  }

  @Test
  void aSnapshotHasTheTokenForAsLongAsItMayBeUsed() {
    ReadyToken token = stale();
    publish(token, BackOffState.none(now()));

    assertThat(slot.snapshot().usable(now())).isSameAs(token);
    assertThat(slot.snapshot().usable(token.expired())).isNull();
    assertThat(slot.snapshot().last()).isSameAs(token);
  }

  @Test
  void aLookupTellsWhyThereIsNoSlot() {
    assertThat(Slot.Lookup.none(Passing.CLOSED).obstacleOr(Passing.SUPERSEDED))
        .isSameAs(Passing.CLOSED);
    assertThat(Slot.Lookup.of(slot).obstacleOr(Passing.SUPERSEDED)).isSameAs(Passing.SUPERSEDED);
  }

  @Test
  void aNewSecretEndsTheWaitAfterAFailure() {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.PERMANENT, TokenError.INVALID_CLIENT).build();
    BackOffState wait = BackOffState.failed(now().plus(Duration.ofHours(1)), failure, 1);
    slot.complete(asked(), slot.entry(), Completion.without(Passing.CLOSED, wait));
    assertThat(slot.request()).isCompletedWithValueMatching(TokenOutcome.Failed.class::isInstance);

    slot.replaceEntry(withSecretOf(now().millis()));

    assertThat(slot.request()).isNotDone();
    assertThat(launched).hasSize(2);
  }

  private static ProviderEntry withSecretOf(long setAt) {
    ProviderKey key = new ProviderKey("acme", "p");
    return new ProviderEntry(
        key, "CRM", 2, 1, false, null, Origins.ANY, Map.of(), "digest", setAt, null);
  }

  @Test
  void givesNoTokenToATargetThatAnEditTookAwayMeanwhile() {
    AtomicBoolean admitted = new AtomicBoolean(true);
    CompletableFuture<TokenOutcome> asked =
        slot.askIfAdmitted(entry -> admitted.get(), Slot::request);

    admitted.set(false);
    publishFirst(stale());

    assertThat(asked).isCompletedWithValue(new TokenOutcome.ForeignOrigin("p"));
  }

  private void publishFirst(ReadyToken token) {
    slot.complete(
        launched.get(0), slot.entry(), Completion.publish(token, BackOffState.none(now())));
  }

  @Test
  void givesATokenToATargetThatIsAdmittedAllAlong() {
    CompletableFuture<TokenOutcome> asked = slot.askIfAdmitted(entry -> true, Slot::request);

    publishFirst(stale());

    assertThat(asked).isCompletedWithValueMatching(TokenOutcome.Granted.class::isInstance);
  }
}
