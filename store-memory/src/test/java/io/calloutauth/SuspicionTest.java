package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver's answer does to a token. */
@Timeout(60)
class SuspicionTest extends OneNode {

  private Provider crm;

  @BeforeEach
  void bind() {
    crm = node.bound(N);
  }

  /** One callout whose receiver refuses every token; returns how often it was sent. */
  private int refusedCallout(String notificationId) {
    CalloutCredentials first = node.credentials(notificationId);
    Optional<CalloutCredentials> second = node.answered(first, 401);
    second.ifPresent(
        again -> assertThat(node.answered(again, 401)).as("a second 401 is final").isEmpty());
    return second.isPresent() ? 2 : 1;
  }

  @Test
  void forcesOneRenewalInThirtySecondsHoweverOftenTheReceiverRefuses() {
    node.auth.notifications().bind("b", crm.id());
    node.auth.notifications().bind("c", crm.id());
    for (int i = 0; i < 29; i++) {
      refusedCallout(N);
      refusedCallout("b");
      refusedCallout("c");
      node.pass(Duration.ofSeconds(1));
    }
    assertThat(server.exchanges()).isEqualTo(2);

    node.pass(Duration.ofSeconds(1));
    refusedCallout("b");
    refusedCallout("c");
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void makesANotificationWaitLongerAndLongerWhoseSuccessorsAreRefusedToo() {
    int exchanges = 1;
    for (long wait : new long[] {30, 60, 120, 240, 480, 960, 1920, 3600, 3600}) {
      assertThat(refusedCallout(N)).isEqualTo(2);
      assertThat(server.exchanges()).isEqualTo(++exchanges);
      node.pass(Duration.ofSeconds(wait - 1));
      node.serves(N); // a token that grew old is renewed behind, and that is no forced renewal
      exchanges = server.exchanges();
      assertThat(refusedCallout(N)).isEqualTo(1);
      assertThat(server.exchanges()).isEqualTo(exchanges);
      node.pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void bringsNoThirdAttemptThoughAnotherTokenIsThere() {
    CalloutCredentials second = node.answered(node.credentials(N), 401).orElseThrow();
    assertThat(node.credentials(N)).as("other callouts' own").isNotSameAs(second);
    node.pass(Duration.ofSeconds(5));
    node.auth.tokens().obtain(crm.id());
    assertThat(node.token(N)).isEqualTo("token-3");

    assertThat(node.answered(second, 401)).isEmpty();
    assertThat(node.answered(second, 401)).isEmpty();
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void forgetsTheRefusalsAfterASuccess() {
    refusedCallout(N);
    node.pass(Duration.ofSeconds(30));
    refusedCallout(N);
    node.pass(Duration.ofSeconds(30));
    assertThat(refusedCallout(N)).as("60 s after the second refusal").isEqualTo(1);
    for (int status : new int[] {400, 403, 500}) {
      assertThat(node.answered(node.credentials(N), status)).isEmpty();
    }
    assertThat(refusedCallout(N)).as("an error says nothing for the token").isEqualTo(1);

    assertThat(node.answered(node.credentials(N), 200)).isEmpty();

    assertThat(refusedCallout(N)).isEqualTo(2);
    node.pass(Duration.ofSeconds(30));
    assertThat(refusedCallout(N)).as("30 s again").isEqualTo(2);
  }

  @Test
  void givesAHundredThreadsWithTheOldTokenTheOneSuccessor() {
    CalloutCredentials old = node.credentials(N);
    ExecutorService threads = Executors.newFixedThreadPool(100);
    try {
      List<CompletableFuture<Optional<CalloutCredentials>>> answers =
          IntStream.range(0, 100)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> node.answered(old, 401), threads))
              .toList();

      answers.forEach(
          answer ->
              assertThat(answer.join().map(Node::bearer)).as("successor").contains("token-2"));
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void givesTheNewerTokenThatIsThereAlready() {
    CalloutCredentials old = node.credentials(N);
    node.auth.tokens().obtain(crm.id());

    assertThat(node.answered(old, 401).map(Node::bearer)).contains("token-2");

    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void givesTheNewerTokenOfAnotherNode() {
    CalloutCredentials old = node.credentials(N);
    try (Node other = node.another()) {
      other.token(N);
      other.auth.tokens().obtain(crm.id());
    }

    assertThat(node.answered(old, 401).map(Node::bearer)).contains("token-2");

    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void letsTheSuspectServeOtherCalloutsUntilItsSuccessorIsThere() {
    node.auth.notifications().bind("b", crm.id());
    CalloutCredentials old = node.credentials(N);
    server.hold();
    CompletableFuture<Optional<CalloutCredentials>> answer =
        node.auth
            .callouts()
            .afterResponseAsync(old, CalloutResponse.of(401, name -> List.of()))
            .toCompletableFuture();
    server.awaitExchanges(2);

    assertThat(node.token("b")).isEqualTo("token-1");
    server.release();

    assertThat(answer.join().map(Node::bearer)).contains("token-2");
    assertThat(node.token("b")).isEqualTo("token-2");
  }

  @Test
  void isToldOnceForEachTokenWhenNothingMendsIt() {
    refusedCallout(N);
    refusedCallout(N);

    Eventually.holds(() -> refusals().size() == 1);
    assertThat(refusals().get(0))
        .returns(Optional.of(N), CalloutAuthEvent::notificationId)
        .returns(Optional.of(crm.id()), CalloutAuthEvent::providerId)
        .returns(false, CalloutAuthEvent::succeeded);
  }

  private List<CalloutAuthEvent> refusals() {
    return node.events.stream().filter(e -> e.type() == EventType.TOKEN_REFUSED).toList();
  }

  @Test
  void doesNotCountARenewalThatFailed() {
    server.answerTokens(n -> n == 2 ? new Answer(503, "") : Answer.token("token-" + n, 3600));
    assertThat(node.answered(node.credentials(N), 401)).isEmpty();
    node.pass(Duration.ofSeconds(2));

    assertThat(node.answered(node.credentials(N), 401).map(Node::bearer)).contains("token-3");
  }

  @Test
  void isFinalWhenThereIsNoSuccessorToBeHad() {
    failAfterTheFirst(3600, new Answer(500, ""));

    assertThat(node.answered(node.credentials(N), 401)).isEmpty();
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @Test
  void isFinalAtOnceWhenTheServerKeepsGivingTheSameToken() {
    server.answerTokens(n -> Answer.token("same", 3600));
    assertThat(refusedCallout(N)).isEqualTo(1);
    node.pass(Duration.ofMinutes(1));

    CalloutCredentials used = node.credentials(N);
    assertThat(CompletableFuture.supplyAsync(() -> node.answered(used, 401)))
        .as("the answer, without waiting")
        .succeedsWithin(Duration.ofSeconds(20))
        .isEqualTo(Optional.empty());
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void isFinalWhenTheSuccessorDoesNotComeInTime() {
    try (Node hasty = Node.start(server, builder -> builder.maxWait(Duration.ofMillis(50)))) {
      hasty.bound(N);
      hasty.auth.tokens().obtain(hasty.auth.providers().list(1).items().get(0).provider().id());
      CalloutCredentials used = hasty.patiently(N).join();
      server.hold();

      assertThat(CompletableFuture.supplyAsync(() -> hasty.answered(used, 401)))
          .succeedsWithin(Duration.ofSeconds(20))
          .isEqualTo(Optional.empty());
      server.release();
    }
  }

  @Test
  void getsNoTokenAfterAnEditThatMayNotGoWhereTheOldOneWent() {
    CalloutCredentials old = node.credentials(N);
    node.edit(
        crm.id(),
        draft ->
            draft
                .scope("orders.read")
                .testEndpoint("")
                .noOrigins()
                .origin("https://else.example.com"));

    assertThat(node.answered(old, 401)).isEmpty();
  }

  /** Edits where the token may go, which drops the token, and waits until it is known. */
  private void narrow(String origin) {
    node.edit(crm.id(), draft -> draft.testEndpoint("").noOrigins().origin(origin));
    URI here = URI.create("https://heard.example.com/");
    Eventually.holds(
        () -> {
          try {
            node.auth.callouts().authenticate(N, "GET", here);
            return false;
          } catch (CalloutRefusedException foreign) {
            return true;
          }
        });
  }

  @Test
  void getsNoTokenForAnOriginThatWasTakenAwaySince() {
    CalloutCredentials old = node.credentials(N);
    narrow("https://else.example.com");

    assertThat(node.answered(old, 401)).isEmpty();

    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void getsTheTokenThatIsThereAlreadyForNoOriginThatWasTakenAwaySince() {
    CalloutCredentials old = node.credentials(N);
    node.auth.tokens().obtain(crm.id());
    narrow("https://else.example.com");

    assertThat(node.answered(old, 401)).isEmpty();
  }

  @Test
  void stillForcesARenewalAfterAnEditThatLeavesItsOrigin() {
    node.token(N);
    narrow("https://api.example.com");

    assertThat(node.answered(node.credentials(N), 401).map(Node::bearer)).contains("token-3");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 403, 407, 429, 500, 503})
  void isNotHeldAgainstTheTokenUnlessItIsA401(int status) {
    assertThat(node.answered(node.credentials(N), status)).isEmpty();

    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer error=\"invalid_request\"", "Bearer error=\"insufficient_scope\""})
  void isNotHeldAgainstTheTokenWhenTheChallengeSaysSo(String challenge) {
    CalloutCredentials used = node.credentials(N);

    assertThat(
            node.auth
                .callouts()
                .afterResponse(used, CalloutResponse.of(401, name -> List.of(challenge))))
        .isEmpty();

    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void getsTheTokenOfTheNewEpochAfterAnEdit() {
    CalloutCredentials old = node.credentials(N);
    node.edit(crm.id(), draft -> draft.scope("orders.read"));

    assertThat(node.answered(old, 401).map(Node::bearer)).contains("token-2");
  }
}
