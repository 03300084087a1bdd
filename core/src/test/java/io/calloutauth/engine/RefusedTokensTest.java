package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedTokensTest {

  private static final Moment START = new Moment(0, 0);

  private final RefusedTokens refused = new RefusedTokens();

  private static ReadyToken token(String value) {
    Validity validity = new Validity(START, START.plus(Duration.ofHours(1)));
    return Entries.token(Entries.entry("p"), value, validity);
  }

  @Test
  void allowsNoRenewalForAWhileAfterTheSuccessorsRefusal() {
    ReadyToken successor = token("b");
    assertThat(refused.refused(token("a"), START)).isTrue();
    refused.replacedBy(successor);

    assertThat(refused.refused(successor, START)).isFalse();
    assertThat(refused.refused(successor, START)).isFalse();
    assertThat(refused.refused(successor, START.plus(Duration.ofSeconds(30)))).isTrue();
  }

  @Test
  void countsARefusedSuccessorOnceHoweverManyCalloutsCarriedIt() {
    ReadyToken successor = token("b");
    refused.replacedBy(successor);
    for (int callout = 0; callout < 5; callout++) {
      refused.refused(successor, START);
    }

    assertThat(refused.refused(successor, START.plus(Duration.ofSeconds(30)))).isTrue();
  }

  @Test
  void forgetsAtTheNextSuccessWhicheverTokenThatIs() {
    ReadyToken successor = token("b");
    refused.replacedBy(successor);
    refused.refused(successor, START);

    refused.accepted(successor);

    assertThat(refused.refused(successor, START)).isTrue();
  }

  @Test
  void renewsASuccessorThatWasTakenBeforeItWasRefused() {
    ReadyToken successor = token("b");
    refused.replacedBy(successor);

    refused.accepted(successor);

    assertThat(refused.refused(successor, START)).isTrue();
  }

  @Test
  void keepsTheSuccessorInMindWhenAnotherTokenEndsARowOfRefusals() {
    ReadyToken first = token("b");
    ReadyToken second = token("c");
    refused.replacedBy(first);
    refused.refused(first, START);
    refused.replacedBy(second);

    refused.accepted(token("a"));

    assertThat(refused.refused(second, START)).isFalse();
  }

  @Test
  void doesNotTakeALateSuccessOfTheOldTokenForTheSuccessors() {
    ReadyToken old = token("a");
    ReadyToken successor = token("b");
    refused.refused(old, START);
    refused.replacedBy(successor);

    refused.accepted(old);

    assertThat(refused.refused(successor, START)).isFalse();
  }

  /** 30 seconds, then twice as long each time, an hour at most. */
  @ParameterizedTest
  @CsvSource({"1, 30", "2, 60", "3, 120", "7, 1920", "8, 3600", "70, 3600"})
  void allowsNoRenewalForLongerAfterEachSuccessor(int successors, long seconds) {
    for (int i = 0; i < successors; i++) {
      ReadyToken successor = token("b" + i);
      refused.replacedBy(successor);
      refused.refused(successor, START);
    }

    assertThat(refused.left(START)).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(refused.left(START.plus(Duration.ofSeconds(seconds)))).isZero();
  }

  @Test
  void allowsARenewalAtAnyTimeWhereNoSuccessorWasRefused() {
    assertThat(refused.left(START)).isZero();
  }

  @Test
  void tellsOfEachTokensRefusalOnce() {
    ReadyToken first = token("a");
    ReadyToken second = token("b");

    assertThat(refused.isFirst(first)).isTrue();
    assertThat(refused.isFirst(first)).isFalse();
    assertThat(refused.isFirst(second)).isTrue();
  }
}
