package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that takes its time to fail: a pool whose connections are gone, say. */
class SlowStoreDownTest extends OneNode {

  private static final int PROVIDERS = 20;

  private final AtomicInteger reads = new AtomicInteger();
  private BreakableStore store;
  private Provider first;

  @Override
  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    ManualWorld time = new ManualWorld();
    store = new BreakableStore(MemoryStore.create(time.wallClock()));
    node = Node.over(store, time, server);
    first = node.bound("n0");
    node.token("n0");
    for (int i = 1; i < PROVIDERS; i++) {
      node.bound("n" + i);
      node.token("n" + i);
    }
    store.down(true);
    node.pass(Duration.ofHours(1));
    store.holdsUp(reads::incrementAndGet);
  }

  @Test
  void holdsUpTheFirstExchangeAndNoneAfterIt() {
    for (int i = 0; i < PROVIDERS; i++) {
      assertThat(node.serves("n" + i)).isTrue();
    }

    assertThat(reads).hasValue(1);
    assertThat(server.exchanges()).isEqualTo(2 * PROVIDERS);
  }

  @Test
  void holdsUpNoRenewalOfWhatIsUsable() {
    assertThat(node.serves("n0")).isTrue();
    node.pass(Duration.ofSeconds(3_100));
    reads.set(0);

    for (int i = 0; i < 10; i++) {
      assertThat(node.serves("n0")).isTrue();
      assertThat(node.serves("n1")).isTrue();
    }

    assertThat(reads).hasValue(1);
    assertThat(server.exchanges()).isEqualTo(PROVIDERS + 2);
  }

  @Test
  void isTakenUpAgainByTheFirstExchangeAfterFiveSeconds() {
    assertThat(node.serves("n0")).isTrue();
    store.down(false);
    node.pass(Duration.ofSeconds(5));

    String first = node.token("n1");
    String next = node.token("n2");

    try (Node other = node.another()) {
      assertThat(other.token("n1")).isEqualTo(first);
      assertThat(other.token("n2")).as("all at once, not one in five seconds").isEqualTo(next);
    }
  }

  @Test
  void isAskedByWhomeverAnAdministratorSends() {
    assertThat(node.serves("n0")).isTrue();
    store.down(false);

    node.auth.tokens().refresh(first.id());

    try (Node other = node.another()) {
      assertThat(other.token("n0")).isEqualTo(node.token("n0"));
    }
  }
}
