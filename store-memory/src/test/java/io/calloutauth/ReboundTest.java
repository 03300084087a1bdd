package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A 401 whose notification was bound otherwise since its credentials were made. */
@Timeout(60)
class ReboundTest extends OneNode {

  private Provider first;
  private Provider second;
  private CalloutCredentials old;

  @BeforeEach
  void bind() {
    first = node.bound(N);
    second = node.auth.providers().create(node.settings("second").build());
    old = node.credentials(N);
  }

  @Test
  void bringsNoTokenOfTheProviderThatItWasBoundTo() {
    bringsNothingAfter(bindings -> bindings.bind(N, second.id()));
  }

  @Test
  void bringsNoTokenOnceItIsUnbound() {
    bringsNothingAfter(bindings -> bindings.unbind(N));
  }

  @Test
  void bringsNoTokenThatIsThereAlready() {
    node.auth.tokens().obtain(first.id());
    bringsNothingAfter(bindings -> bindings.bind(N, second.id()));
  }

  @Test
  void bringsNoTokenOnceAnotherNodeBoundItElsewhere() {
    try (Node other = node.another()) {
      other.auth.notifications().bind(N, second.id());
    }
    Eventually.holds(
        () -> {
          node.pass(Duration.ofSeconds(5));
          return !node.credentials(N).equals(old);
        });
    bringsNothingAfter(bindings -> {});
  }

  @Test
  void isNoRefusalOfTheProviderThatItWasBoundTo() {
    CalloutCredentials successor = node.answered(old, 401).orElseThrow();
    node.auth.notifications().bind(N, second.id());

    assertThat(node.answered(successor, 401)).isEmpty();
    assertThat(node.answered(old, 401)).isEmpty();

    assertThat(node.auth.tokens().status(first.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.auth.tokens().status(first.id()).refusal()).isEmpty();
  }

  @Test
  void bringsNoTokenThatArrivesAfterItIsBoundElsewhere() throws InterruptedException {
    CountDownLatch bound = new CountDownLatch(1);
    server.answerTokens(
        n -> {
          await(bound);
          return Answer.token("token-" + n, 3600);
        });
    CompletableFuture<Optional<CalloutCredentials>> successor =
        node.auth
            .callouts()
            .afterResponseAsync(old, CalloutResponse.of(401, name -> List.of()))
            .toCompletableFuture();
    Eventually.holds(() -> server.exchanges() == 2);

    node.auth.notifications().bind(N, second.id());
    bound.countDown();

    assertThat(successor.join()).isEmpty();
  }

  @Test
  void bringsTheProvidersTokenOnceItIsBoundToItAgain() {
    node.auth.notifications().bind(N, second.id());
    node.auth.notifications().bind(N, first.id());

    assertThat(node.answered(old, 401).map(Node::bearer)).contains("token-2");
  }

  private void bringsNothingAfter(Consumer<Notifications> change) {
    change.accept(node.auth.notifications());
    int before = server.exchanges();

    assertThat(node.answered(old, 401)).isEmpty();

    assertThat(server.exchanges()).isEqualTo(before);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
