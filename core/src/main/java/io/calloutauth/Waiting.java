package io.calloutauth;

import io.calloutauth.schedule.World.Timer;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what the engine is about to say: on the caller's thread, or by a timer.
 *
 * @param timer ends a wait
 * @param longest how long a callout waits unless it says otherwise
 */
record Waiting(Timer timer, Duration longest) {

  /** More than anybody waits, and what can still be counted in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Returns a stage that completes as another one does, or with a {@link TokenWaitException} when
   * the longest wait is over.
   */
  <T> CompletableFuture<T> bound(CompletableFuture<T> stage, Duration maxWait) {
    CompletableFuture<T> bounded = stage.copy();
    Runnable cancel =
        timer.after(maxWait, () -> bounded.completeExceptionally(new TokenWaitException(false)));
    return bounded.whenComplete((value, failure) -> cancel.run());
  }

  /**
   * Returns what a stage gives.
   *
   * @throws TokenWaitException when the longest wait is over or the thread is interrupted; the
   *     interrupt stays set
   */
  static <T> T await(CompletableFuture<T> stage, Duration maxWait) {
    try {
      return stage.get(nanos(maxWait), TimeUnit.NANOSECONDS);
    } catch (TimeoutException over) {
      throw new TokenWaitException(false);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TokenWaitException(true);
    } catch (ExecutionException broken) {
      throw failure(broken.getCause());
    }
  }

  /** What else may break: its message may hold what it was given, and is left out. */
  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof StoreException store) {
      return new StoreUnavailableException(store);
    }
    if (cause instanceof LinkageError linkage) {
      throw linkage;
    }
    String name = cause == null ? "nothing" : cause.getClass().getName();
    return new IllegalStateException("Work of the library broke off with " + name);
  }

  private static long nanos(Duration maxWait) {
    return maxWait.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : Math.max(0, maxWait.toNanos());
  }
}
