package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the status says of a token that receivers refuse. */
class RefusedStatusTest extends NodeTest {

  private Provider crm;

  @BeforeEach
  void bind() {
    crm = node.bound("n");
    node.auth.notifications().bind("other", crm.id());
  }

  private Optional<TokenStatus.Refusal> refusal() {
    return node.auth.tokens().status(crm.id()).refusal();
  }

  private Instant now() {
    return node.time.wallClock().instant();
  }

  private void refuse(String notificationId) {
    node.answered(node.credentials(notificationId), 401)
        .ifPresent(again -> node.answered(again, 401));
  }

  @Test
  void itTellsWhomNoOtherTokenHelpedSinceWhenAndUntilWhen() {
    assertThat(refusal()).isEmpty();
    Instant first = now();

    refuse("n");

    assertThat(refusal())
        .contains(new TokenStatus.Refusal("n", first, first.plus(Duration.ofSeconds(30))));
    assertThat(node.auth.tokens().status(crm.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.auth.tokens().status(crm.id()).toMap())
        .containsEntry(
            "refusal",
            Map.of(
                "notification_id", "n",
                "since", first.toString(),
                "renewable_from", first.plus(Duration.ofSeconds(30)).toString()));

    node.pass(Duration.ofSeconds(30));
    Instant again = now();
    refuse("n");
    assertThat(refusal())
        .contains(new TokenStatus.Refusal("n", first, again.plus(Duration.ofSeconds(60))));
    assertThat(providers().findSummary(crm.id()).orElseThrow().token().refusal())
        .isEqualTo(refusal());
  }

  @Test
  void aTokenThatTheReceiverTakesEndsIt() {
    refuse("n");

    node.answered(node.credentials("other"), 200);
    assertThat(refusal()).as("another's").isPresent();
    node.answered(node.credentials("n"), 500);
    assertThat(refusal()).as("an error says nothing for the token").isPresent();
    node.answered(node.credentials("n"), 200);

    assertThat(refusal()).isEmpty();
  }

  @Test
  void anotherBindingEndsIt() {
    refuse("n");
    node.auth.notifications().unbind("other");
    assertThat(refusal()).as("another's").isPresent();

    node.auth.notifications().unbind("n");

    assertThat(refusal()).isEmpty();
  }

  @Test
  void aRefusalThatASuccessorMendsIsNotToldOf() {
    CalloutCredentials second = node.answered(node.credentials("n"), 401).orElseThrow();
    assertThat(refusal()).isEmpty();
    node.answered(second, 200);

    assertThat(refusal()).isEmpty();
  }

  @Test
  void aRenewalThatIsHeldUpOrFailsIsWaitedFor() {
    CalloutCredentials second = node.answered(node.credentials("n"), 401).orElseThrow();
    node.answered(second, 200);
    node.pass(Duration.ofSeconds(10));

    refuse("other");
    assertThat(refusal())
        .contains(new TokenStatus.Refusal("other", now(), now().plus(Duration.ofSeconds(20))));

    node.pass(Duration.ofSeconds(20));
    server.answerTokens(number -> new Answer(503, "", Map.of("Retry-After", "100")));
    refuse("n");
    TokenStatus.Refusal throttled = refusal().orElseThrow();
    assertThat(throttled.notificationId()).isEqualTo("n");
    assertThat(Duration.between(now(), throttled.renewableFrom()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void anEditThatEndsTheTokenEndsItToo() {
    refuse("n");

    node.edit(crm.id(), settings -> settings.scope("orders.read"));
    node.token("n");

    assertThat(refusal()).isEmpty();
  }
}
