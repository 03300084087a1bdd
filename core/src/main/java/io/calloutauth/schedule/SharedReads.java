package io.calloutauth.schedule;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single flight of reads: lets all who ask for one thing at once share one read of it.
 * Thread-safe.
 *
 * @param <K> says which thing
 * @param <V> what is read
 */
public final class SharedReads<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(SharedReads.class);

  private final Function<K, Executor> threads;
  private final ConcurrentMap<K, Read<V>> reads = new ConcurrentHashMap<>();

  /**
   * Makes the reads of many things.
   *
   * @param threads run the read of one
   */
  public SharedReads(Function<K, Executor> threads) {
    this.threads = threads;
  }

  /**
   * Returns what a read gives, or is about to give to another caller.
   *
   * @param key which one
   * @param read reads it, on one of its threads
   * @param closed stands for it when there are no threads any more
   * @param unread stands for it when a thread could not be had this time
   */
  public CompletableFuture<V> read(
      K key, Supplier<V> read, Supplier<V> closed, Supplier<V> unread) {
    Read<V> mine = new Read<>(new CompletableFuture<>(), closed);
    Read<V> running = reads.putIfAbsent(key, mine);
    if (running != null) {
      return running.value().copy();
    }
    try {
      threads.apply(key).execute(() -> finish(key, mine, read));
    } catch (RejectedExecutionException noThreads) {
      finish(key, mine, closed);
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      LOG.warn("A read of the store got no thread: {}", noThread.getClass().getName());
      finish(key, mine, unread);
    }
    return mine.value().copy();
  }

  /** Takes the read off first: who asks from now on must not get what may be old by then. */
  private void finish(K key, Read<V> mine, Supplier<V> read) {
    try {
      V value = read.get();
      reads.remove(key, mine);
      mine.value().complete(value);
    } catch (RuntimeException | Error broken) {
      reads.remove(key, mine);
      mine.value().completeExceptionally(broken);
    }
  }

  /** Ends all reads as if they had been asked for after there were no threads any more. */
  public void close() {
    reads.forEach((key, read) -> finish(key, read, read.closed()));
  }

  private record Read<V>(CompletableFuture<V> value, Supplier<V> closed) {}
}
