package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator's obtain and refresh. */
class CommandTest extends OneNode {

  private Provider crm;

  @BeforeEach
  void bind() {
    node.time.draw(1);
    crm = node.bound(N);
  }

  private void obtain() {
    node.auth.tokens().obtain(crm.id());
  }

  @Test
  void bringsANewTokenWhateverIsHeld() {
    node.token(N);

    obtain();

    assertThat(node.token(N)).isEqualTo("token-2");
    node.pass(Duration.ofSeconds(5));
    assertThat(node.auth.tokens().refresh(crm.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.token(N)).isEqualTo("token-3");
  }

  @Test
  void bringsANewTokenThoughAnotherNodeHasALaterOne() {
    node.token(N);
    try (Node other = node.another()) {
      other.token(N);
      other.auth.tokens().obtain(crm.id());

      obtain();

      assertThat(node.token(N)).isEqualTo("token-3");
    }
  }

  @Test
  void joinsAnExchangeThatRunsAndThatCountsForNothing() throws Exception {
    server.hold();
    CompletableFuture<CalloutCredentials> callout = node.later(N);
    server.awaitExchanges(1);
    List<FutureTask<TokenStatus>> administrators =
        Stream.generate(() -> new FutureTask<>(() -> node.auth.tokens().obtain(crm.id())))
            .limit(3)
            .toList();
    List<Thread> threads = administrators.stream().map(Thread::new).toList();
    threads.forEach(Thread::start);
    Eventually.holds(
        () -> threads.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING));
    server.release();

    assertThat(Node.bearer(callout.join())).isEqualTo("token-1");
    for (FutureTask<TokenStatus> administrator : administrators) {
      assertThat(administrator.get().state()).isEqualTo(TokenState.ACTIVE);
    }
    assertThat(server.exchanges()).isEqualTo(1);
    obtain();
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void isTakenOnceInFiveSecondsAndTenTimesAMinute() {
    for (int i = 0; i < 10; i++) {
      obtain();
      assertThatThrownBy(this::obtain)
          .isInstanceOfSatisfying(
              TooManyAttemptsException.class,
              tooMany -> assertThat(tooMany.retryAfter()).isPresent());
      node.pass(Duration.ofSeconds(5));
    }
    assertThatThrownBy(this::obtain).isInstanceOf(TooManyAttemptsException.class);
    assertThat(server.exchanges()).isEqualTo(10);

    node.pass(Duration.ofSeconds(10));
    obtain();
    assertThat(server.exchanges()).isEqualTo(11);
  }

  @Test
  void passesTheWaitOnceWithoutResettingItsDoubling() {
    server.answerTokens(n -> Answer.error(401, "invalid_client"));
    node.serves(N);
    node.pass(Duration.ofSeconds(10));

    assertThatThrownBy(this::obtain).isInstanceOf(TokenErrorException.class);
    assertThat(server.exchanges()).isEqualTo(2);
    node.pass(Duration.ofSeconds(119));
    assertThat(node.serves(N)).isFalse();
    assertThat(server.exchanges()).isEqualTo(2);
    node.pass(Duration.ofSeconds(1));
    assertThat(node.serves(N)).isFalse();
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void leavesTheOldTokenAndThrowsWhenItFails() {
    failAfterTheFirst(3600, new Answer(500, ""));
    node.token(N);

    assertThatThrownBy(this::obtain).isInstanceOf(TokenRequestException.class);

    assertThat(node.token(N)).isEqualTo("token-1");
    TokenStatus status = node.auth.tokens().status(crm.id());
    assertThat(status.state()).isEqualTo(TokenState.ACTIVE);
    assertThat(status.failure()).isPresent();
  }

  @Test
  void isCountedOnceWhenAnEditComesBetween() {
    server.hold();
    CompletableFuture<Void> command = CompletableFuture.runAsync(this::obtain);
    server.awaitExchanges(1);

    node.edit(crm.id(), draft -> draft.scope("orders.read"));
    server.release();

    command.join();
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void neitherKeepsNorUsesARefreshToken() {
    server.answerTokens(
        n ->
            new TokenServer.Answer(
                200,
                ("{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                        + "\"refresh_token\":\"refresh-%d\"}")
                    .formatted(n, n)));
    assertThat(node.token(N)).isEqualTo("token-1");
    node.auth.tokens().refresh(crm.id());

    assertThat(node.token(N)).isEqualTo("token-2");
    assertThat(server.arrivedAt("/token").map(TokenServer.Arrived::body))
        .hasSize(2)
        .allMatch(body -> body.contains("grant_type=client_credentials"))
        .noneMatch(body -> body.contains("refresh"));
  }
}
