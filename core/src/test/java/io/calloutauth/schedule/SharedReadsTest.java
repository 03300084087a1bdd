package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.testkit.ScarceThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SharedReadsTest {

  private final ScarceThreads threads = new ScarceThreads();

  private static CompletableFuture<String> read(SharedReads<String, String> reads) {
    return reads.read("k", () -> "read", () -> "closed", () -> "no thread");
  }

  @Test
  void goOnAfterAThreadThatCannotBeMade() {
    SharedReads<String, String> reads = new SharedReads<>(key -> threads);
    threads.failNext(1);

    assertThat(read(reads)).isCompletedWithValue("no thread");
    assertThat(read(reads)).isCompletedWithValue("read");
  }

  @Test
  void areToldWhenThereAreNoThreadsAnyMore() {
    SharedReads<String, String> reads =
        new SharedReads<>(
            key ->
                task -> {
                  throw new RejectedExecutionException();
                });

    assertThat(read(reads)).isCompletedWithValue("closed");
  }
}
