package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.store.TokenStore;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that starts again, and finds the tokens of all its providers in the store. */
@Timeout(120)
class RestartTest {

  private static final int PROVIDERS = 1_000;
  private static final int READS_AT_ONCE = 4;

  private final ManualWorld time = new ManualWorld();
  private final BreakableStore store = new BreakableStore(MemoryStore.create(time.wallClock()));
  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger reads = new AtomicInteger();
  private TokenServer server;
  private Node before;
  private Node restarted;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    before = Node.over(store, time, server);
    restarted = before.another();
  }

  @AfterEach
  void stop() {
    answers.countDown();
    restarted.close();
    before.close();
    server.close();
  }

  private void holdUpReads() {
    store.holdsUp(
        () -> {
          reads.incrementAndGet();
          try {
            answers.await();
          } catch (InterruptedException closed) {
            throw new AssertionError(closed);
          }
        });
  }

  private List<CompletableFuture<CalloutCredentials>> callers(int first, int end) {
    return IntStream.range(first, end).mapToObj(i -> restarted.later("n" + i)).toList();
  }

  @Test
  void readsManyTokensAtOnceAndTakesNoPlaceOfTheTokenRequestsForIt() {
    for (int i = 0; i < PROVIDERS; i++) {
      before.bound("n" + i);
      before.token("n" + i);
    }
    holdUpReads();

    List<CompletableFuture<CalloutCredentials>> callers = callers(0, PROVIDERS);

    Eventually.holds(() -> restarted.auth.health().tokenRequestsRunning() == PROVIDERS);
    assertThat(restarted.auth.health().tokenRequestsWaiting()).isZero();
    answers.countDown();
    assertThat(callers.stream().map(CompletableFuture::join).map(Node::bearer).distinct())
        .hasSize(PROVIDERS);
    assertThat(server.exchanges()).isEqualTo(PROVIDERS);
    assertThat(reads)
        .hasValueLessThanOrEqualTo(READS_AT_ONCE + PROVIDERS / TokenStore.MOST_AT_ONCE);
  }

  @Test
  void servesATokenOfTheStoreWhileTheHostsPlacesAreTaken() {
    for (int i = 0; i < 9; i++) {
      before.bound("n" + i);
    }
    String there = before.token("n8");
    server.hold();
    List<CompletableFuture<CalloutCredentials>> crowd = callers(0, 8);
    server.awaitExchanges(9);

    assertThat(restarted.token("n8")).isEqualTo(there);

    server.release();
    crowd.forEach(CompletableFuture::join);
  }

  @Test
  void looksAgainAtOnceForWhatAnotherNodeGotWhileItWaitedForAPlace() throws IOException {
    try (TokenServer sameHost = new TokenServer()) {
      for (int i = 0; i < 8; i++) {
        before.bound("n" + i);
      }
      Provider crm =
          before
              .auth
              .providers()
              .create(before.settings("CRM").tokenEndpoint(sameHost.url("/token")).build());
      before.auth.notifications().bind("n8", crm.id());
      server.hold();
      List<CompletableFuture<CalloutCredentials>> crowd = callers(0, 8);
      server.awaitExchanges(8);
      CompletableFuture<CalloutCredentials> last = restarted.later("n8");
      Eventually.holds(() -> restarted.auth.health().tokenRequestsWaiting() == 1);
      restarted.pass(Duration.ofSeconds(2));
      String there = before.token("n8");
      server.release();

      crowd.forEach(CompletableFuture::join);
      assertThat(Node.bearer(last.join())).isEqualTo(there);
      assertThat(sameHost.exchanges()).isOne();
    }
  }
}
