package io.calloutauth.jdk;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The step of a callout that is under way, so that it can be cancelled: the wait for a token, the
 * first attempt or the second. Thread-safe.
 */
final class InFlight {

  private boolean cancelled;
  private @Nullable CompletableFuture<?> step;

  /** Starts the next step, unless the callout was cancelled. */
  <U> CompletableFuture<U> start(Callable<CompletableFuture<U>> next) {
    if (isCancelled()) {
      return CompletableFuture.failedFuture(new CancellationException());
    }
    CompletableFuture<U> started = begin(next);
    if (!follow(started)) {
      started.cancel(true);
    }
    return started;
  }

  private static <U> CompletableFuture<U> begin(Callable<CompletableFuture<U>> next) {
    try {
      return next.call();
    } catch (Exception failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private synchronized boolean follow(CompletableFuture<?> started) {
    step = started;
    return !cancelled;
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Cancels the step under way, and lets no other start. */
  void cancel() {
    CompletableFuture<?> last = markCancelled();
    if (last != null) {
      last.cancel(true);
    }
  }

  private synchronized @Nullable CompletableFuture<?> markCancelled() {
    cancelled = true;
    return step;
  }
}
