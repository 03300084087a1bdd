package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.RecordedLog;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RetryQueueTest {

  private final RetryQueue<String> queue =
      new RetryQueue<>(
          new BackgroundTasks(
              new ManualWorld().world().timer(),
              task -> {
                throw new RejectedExecutionException();
              }));

  @Test
  void aWriteThatIsLostAfterTheCloseIsToldOnce() {
    queue.close();

    List<String> told =
        RecordedLog.of(
            RetryQueue.class.getName(),
            Level.WARN,
            () -> {
              hold("one");
              hold("two");
            });

    assertThat(told)
        .filteredOn(line -> line.contains("lost"))
        .hasSize(2)
        .allMatch(line -> line.contains("1 write is lost"));
    assertThat(queue.size()).isZero();
  }

  private void hold(String key) {
    queue.hold(
        "A write",
        key,
        () -> {
          throw new IllegalStateException("not as agreed");
        },
        own -> {});
  }
}
