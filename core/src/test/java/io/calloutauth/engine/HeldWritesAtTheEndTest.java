package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.schedule.RetryQueue;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.store.StoreException;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is held when an engine is closed while the store takes its time. */
class HeldWritesAtTheEndTest {

  private final ManualWorld time = new ManualWorld();
  private final EngineThreads threads = new EngineThreads();
  private final RetryQueue<String> queue =
      new RetryQueue<>(new BackgroundTasks(time.world().timer(), threads.heldWrites()));
  private final List<String> written = new CopyOnWriteArrayList<>();

  @Test
  void isWrittenThough() throws InterruptedException {
    CompletableFuture<Void> hangs = new CompletableFuture<>();
    CompletableFuture<Void> store = new CompletableFuture<>();
    queue.hold(
        "A write that hangs",
        "first",
        () -> {
          hangs.complete(null);
          store.join();
          throw new StoreException("down", true, null);
        },
        own -> {});
    for (int i = 0; i < 40; i++) {
      String key = "key " + i;
      queue.hold("A write", key, () -> written.add(key), own -> {});
    }
    time.pass(Duration.ofMillis(500));
    hangs.join();

    queue.close();
    threads.shutdown();
    store.complete(null);

    Eventually.holds(() -> written.size() == 40);
    assertThat(written).hasSize(40).doesNotHaveDuplicates();
    assertThat(threads.awaitEnd(Duration.ofSeconds(10).toNanos())).isPositive();
    assertThat(queue.size()).as("of the one that the store never took").isZero();
  }
}
