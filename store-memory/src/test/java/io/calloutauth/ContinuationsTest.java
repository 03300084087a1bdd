package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host does with credentials when they come, and how long it takes for that. */
@Timeout(60)
class ContinuationsTest extends NodeTest {

  private CompletableFuture<CalloutCredentials> asked(String notification) {
    return callouts().authenticateAsync(notification, "POST", TARGET).toCompletableFuture();
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 64, 200})
  void thatBlockKeepNoLaterCallerBeyondItsLongestWait(int continuations) throws Exception {
    node.bound("first");
    node.bound("later");
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(continuations);
    server.hold();
    List<CompletableFuture<Void>> done =
        IntStream.range(0, continuations)
            .mapToObj(i -> asked("first").thenAccept(credentials -> block(blocked, gate)))
            .toList();
    server.awaitExchanges(1);
    server.release();
    node.awaitQuiet();
    server.hold();

    CompletableFuture<CalloutCredentials> later = asked("later");
    server.awaitExchanges(2);
    node.time.pass(Duration.ofSeconds(20));

    assertThat(failure(later)).isInstanceOf(TokenWaitException.class);
    Eventually.holds(() -> blocked.getCount() == 0);
    gate.countDown();
    done.forEach(CompletableFuture::join);
    server.release();
  }

  private static void block(CountDownLatch blocked, CountDownLatch gate) {
    blocked.countDown();
    try {
      gate.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 64, 200})
  void thatWaitForAnotherTokenGetIt(int continuations) {
    node.bound("first");
    node.bound("second");
    server.hold();
    List<CompletableFuture<String>> done =
        IntStream.range(0, continuations)
            .mapToObj(i -> asked("first").thenApply(first -> Node.bearer(asked("second").join())))
            .toList();
    server.awaitExchanges(1);
    server.release();

    Eventually.holds(() -> done.stream().allMatch(CompletableFuture::isDone));
    assertThat(done).allSatisfy(each -> assertThat(each.join()).isEqualTo("token-2"));
  }
}
