package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read from the store for a callout. */
class FillTest extends OneNode {

  private BreakableStore store;
  private Provider crm;

  @Override
  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    ManualWorld time = new ManualWorld();
    store = new BreakableStore(MemoryStore.create(time.wallClock()));
    node = Node.over(store, time, server);
    server.answerByClient();
    crm = node.bound(N);
  }

  @Test
  void isReadByThreadsOfTheEngine() {
    store.askers().clear();

    node.token(N);
    node.auth.callouts().authenticateAsync("m", "GET", URI.create(Node.TARGET));

    assertThat(store.askers()).isNotEmpty().doesNotContain(Thread.currentThread());
  }

  @Test
  void isReadAgainWhenABindingChangedMeanwhile() {
    Provider second =
        node.auth.providers().create(node.settings("second").clientId("second").build());
    store.holds("find");
    CompletableFuture<CalloutCredentials> callout = node.later(N);
    Eventually.holds(() -> store.isHolding());

    node.auth.notifications().bind(N, second.id());
    store.release();

    assertThat(Node.bearer(callout.join())).isEqualTo("of-second-1");
    assertThat(node.token(N)).isEqualTo("of-second-1");
  }

  @Test
  void isReadAgainWhenAProviderChangedMeanwhile() {
    Provider before = node.auth.providers().find(crm.id()).orElseThrow();
    store.holds("find");
    CompletableFuture<Void> obtain =
        CompletableFuture.runAsync(() -> node.auth.tokens().obtain(crm.id()));
    Eventually.holds(() -> store.isHolding());

    ProviderSettings edited = before.toSettings().toBuilder().clientId("edited").build();
    node.auth.providers().update(crm.id(), before.version(), edited);
    store.release();

    assertThat(obtain).succeedsWithin(Duration.ofSeconds(10));
    assertThat(node.token(N)).startsWith("of-edited-");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void remembersForHalfAMinuteWhatIsNotBound() {
    assertThat(node.refusal("late")).isInstanceOf(NoProviderBoundException.class);
    int asked = store.asked();
    for (int i = 0; i < 100; i++) {
      assertThat(node.refusal("late")).isInstanceOf(NoProviderBoundException.class);
    }
    assertThat(store.asked()).isEqualTo(asked);
    store.breaks("changesSince"); // so that only time can help
    try (Node other = node.another()) {
      other.auth.notifications().bind("late", crm.id());
    }
    node.pass(Duration.ofSeconds(29));
    assertThat(node.refusal("late")).isInstanceOf(NoProviderBoundException.class);
    node.pass(Duration.ofSeconds(1));

    assertThat(node.serves("late")).isTrue();
  }
}
