package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** One failure is found again in the log, the events, the exceptions and the status. */
class TracedFailuresTest extends NodeTest {

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return CalloutAuthBuilder::allowTokenDisclosure;
  }

  private CalloutAuthEvent told(EventType type) {
    Eventually.holds(() -> node.events.stream().anyMatch(event -> event.type() == type));
    return node.events.stream().filter(event -> event.type() == type).findFirst().orElseThrow();
  }

  @Test
  void aFailureHasOneIdWhereverItIsToldOf() {
    Provider crm = node.bound("n");
    server.answerTokens(number -> Answer.error(401, "invalid_client"));
    try (LogCapture log = LogCapture.start()) {
      CalloutAuthException thrown = node.refusal("n");

      String id = thrown.correlationId().orElseThrow();
      assertThat(told(EventType.TOKEN_FAILED).correlationId()).contains(id);
      assertThat(node.auth.tokens().status(crm.id()).failure().orElseThrow().correlationId())
          .isEqualTo(id);
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains("no token (" + id + ")")
                      && line.contains("CRM of n (" + crm.id() + ")")
                      && !line.contains("[]"));
      try (Node other = node.another()) {
        assertThat(other.refusal("n").correlationId()).as("another node's").contains(id);
      }

      node.pass(Duration.ofMinutes(1));
      assertThat(node.refusal("n").correlationId()).as("the same again").contains(id);
      assertThat(server.exchanges()).isEqualTo(2);
      server.answerTokens(number -> Answer.error(400, "invalid_scope"));
      node.pass(Duration.ofMinutes(2));
      assertThat(node.refusal("n").correlationId())
          .isPresent()
          .isNotEqualTo(thrown.correlationId());
    }
  }

  @Test
  void messagesAndEventsNameTheProvider() {
    Provider crm = node.bound("n");
    String named = "CRM of n (" + crm.id() + ")";
    server.answerTokens(number -> Answer.error(401, "invalid_client"));

    assertThat(node.refusal("n")).hasMessageContaining(named);
    assertThat(told(EventType.TOKEN_FAILED).providerName()).contains("CRM of n");
    assertThat(told(EventType.TOKEN_FAILED).toString()).contains("provider=" + named);
    assertThat(told(EventType.PROVIDER_CREATED).providerName()).contains("CRM of n");
    providers().disable(crm.id());
    assertThat(node.refusal("n")).hasMessage("The provider " + named + " is disabled");
    assertThat(catchThrowableOfType(CalloutAuthException.class, () -> providers().delete(crm.id())))
        .hasMessageContaining(named);
    providers().deleteAndDetach(crm.id());
    for (EventType type : List.of(EventType.PROVIDER_DELETED, EventType.BINDING_DETACHED)) {
      assertThat(told(type).providerName()).contains("CRM of n");
    }
  }

  @Test
  void tokenEventsTellHowLongItTook() {
    Provider crm = node.bound("n");
    server.hold();
    CompletableFuture<TokenStatus> obtained =
        CompletableFuture.supplyAsync(() -> node.auth.tokens().obtain(crm.id()));
    server.awaitExchanges(1);
    node.pass(Duration.ofSeconds(2));
    server.release();
    obtained.join();

    assertThat(told(EventType.TOKEN_OBTAINED).duration()).contains(Duration.ofSeconds(2));
    assertThat(told(EventType.TOKEN_REQUESTED).duration().orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(told(EventType.TOKEN_OBTAINED).toString()).as("tenants'").doesNotContain(" ms");
    assertThat(told(EventType.PROVIDER_CREATED).duration()).isEmpty();
    TestReport report = node.auth.tokens().test(crm.id());
    assertThat(told(EventType.TOKEN_TESTED).correlationId()).contains(report.correlationId());
    node.auth.tokens().accessToken(crm.id(), TARGET);
    node.auth.tokens().revoke(crm.id());
    for (EventType type :
        List.of(EventType.TOKEN_TESTED, EventType.TOKEN_DISCLOSED, EventType.TOKEN_REVOKED)) {
      assertThat(told(type).duration()).as(type.name()).isPresent();
    }
  }
}
