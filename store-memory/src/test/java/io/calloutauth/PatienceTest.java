package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How long a caller waits for a token. */
class PatienceTest extends NodeTest {

  private static final String N = "n";

  @Test
  void aCallerWhoWaitsWithoutBlockingMayHaveAPatienceOfItsOwn() {
    node.bound(N);
    server.hold();
    CompletableFuture<CalloutCredentials> patient =
        callouts()
            .authenticateAsync(N, "POST", TARGET, Duration.ofMinutes(1))
            .toCompletableFuture();
    server.awaitExchanges(1);

    node.time.pass(Duration.ofSeconds(59));
    assertThat(patient).isNotDone();
    node.time.pass(Duration.ofSeconds(1));

    assertThat(failure(patient)).isInstanceOf(TokenWaitException.class);
    server.release();
  }

  @Test
  void patienceThatIsOverLeavesTheExchangeToOthers() {
    node.bound(N);
    server.hold();
    CompletableFuture<CalloutCredentials> other =
        callouts().authenticateAsync(N, "POST", TARGET).toCompletableFuture();
    server.awaitExchanges(1);

    Throwable over =
        catchThrowable(() -> callouts().authenticate(N, "POST", TARGET, Duration.ZERO));

    assertThat(over)
        .isInstanceOfSatisfying(
            TokenWaitException.class,
            wait -> {
              assertThat(wait.interrupted()).isFalse();
              assertThat(wait.retryable()).isTrue();
              assertThat(wait.retryAfter()).contains(Duration.ofSeconds(1));
            });
    server.release();
    assertThat(Node.bearer(other.join())).isEqualTo("token-1");
    assertThat(callouts().authenticate(N, "POST", TARGET, Duration.ofSeconds(Long.MAX_VALUE)))
        .isNotNull();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void asyncPatienceEndsInTheSameException() {
    node.bound(N);
    server.hold();
    CompletableFuture<CalloutCredentials> waiting =
        callouts().authenticateAsync(N, "POST", TARGET).toCompletableFuture();
    server.awaitExchanges(1);

    node.pass(Duration.ofMinutes(5));

    assertThat(failure(waiting)).isInstanceOf(TokenWaitException.class);
  }

  @Test
  void aRefusedCalloutMayHaveALongestWaitOfItsOwn() {
    node.bound(N);
    CalloutCredentials used = node.credentials(N);
    CalloutResponse refused = CalloutResponse.of(401, name -> List.of());
    server.hold();

    CompletableFuture<Optional<CalloutCredentials>> waiting =
        callouts().afterResponseAsync(used, refused, Duration.ofMinutes(1)).toCompletableFuture();
    server.awaitExchanges(2);
    assertThat(callouts().afterResponse(used, refused, Duration.ZERO)).isEmpty();
    node.time.pass(Duration.ofSeconds(59));
    assertThat(waiting).isNotDone();
    node.time.pass(Duration.ofSeconds(1));

    assertThat(waiting.join()).isEmpty();
    server.release();
  }

  @Test
  void interruptedCallerIsToldSoAndStaysInterrupted() {
    node.bound(N);
    server.hold();
    Thread.currentThread().interrupt();

    Throwable thrown = catchThrowable(() -> node.token(N));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown)
        .isInstanceOfSatisfying(
            TokenWaitException.class, wait -> assertThat(wait.interrupted()).isTrue());
  }
}
