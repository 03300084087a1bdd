package io.calloutauth.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Lets all who ask for one thing at once share one read of it. Thread-safe.
 *
 * @param <V> what is read
 */
final class SharedReads<V> {

  private final Executor threads;
  private final ConcurrentMap<String, CompletableFuture<V>> reads = new ConcurrentHashMap<>();

  SharedReads(Executor threads) {
    this.threads = threads;
  }

  /**
   * Returns what a read gives, or is about to give to another caller.
   *
   * @param key which one
   * @param read reads it, on one of the threads
   * @param closed stands for it when there are no threads any more
   */
  CompletableFuture<V> read(String key, Supplier<V> read, Supplier<V> closed) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> running = reads.putIfAbsent(key, mine);
    if (running != null) {
      return running.copy();
    }
    try {
      threads.execute(
          new EngineTask(() -> finish(key, mine, read), () -> finish(key, mine, closed)));
    } catch (RejectedExecutionException noThreads) {
      finish(key, mine, closed);
    }
    return mine.copy();
  }

  /** Takes the read off first: who asks from now on must not get what may be old by then. */
  private void finish(String key, CompletableFuture<V> mine, Supplier<V> read) {
    try {
      V value = read.get();
      reads.remove(key, mine);
      mine.complete(value);
    } catch (RuntimeException | Error broken) {
      reads.remove(key, mine);
      mine.completeExceptionally(broken);
    }
  }
}
