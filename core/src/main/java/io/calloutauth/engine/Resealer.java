package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs walks through what other keys sealed, one at a time on this node, with a pause after each
 * page: callouts and the host's own work come first. Thread-safe.
 */
final class Resealer {

  private static final Logger LOG = LoggerFactory.getLogger(Resealer.class);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final EngineParts parts;
  private final WorkerThreads threads;
  private @Nullable CompletableFuture<ResealOutcome> running;

  Resealer(EngineParts parts, WorkerThreads threads) {
    this.parts = parts;
    this.threads = threads;
  }

  /** Returns what comes of a walk: of the one that runs, or of a new one. */
  synchronized CompletableFuture<ResealOutcome> run() {
    if (running == null || running.isDone()) {
      running = new CompletableFuture<>();
      next(new ResealWalk(parts), running);
    }
    return running.copy();
  }

  private void next(ResealWalk walk, CompletableFuture<ResealOutcome> result) {
    try {
      threads.execute(new EngineTask(() -> page(walk, result), () -> closed(result)));
    } catch (RejectedExecutionException noThreads) {
      closed(result);
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      LOG.warn("Sealing anew broke off with {}", noThread.getClass().getName());
      result.completeExceptionally(new IllegalStateException("Sealing anew broke off"));
    }
  }

  private void page(ResealWalk walk, CompletableFuture<ResealOutcome> result) {
    try {
      if (walk.page()) {
        parts.world().timer().after(PAUSE, () -> next(walk, result));
      } else {
        result.complete(new ResealOutcome(walk.report(), null));
      }
    } catch (StoreException down) {
      result.complete(ResealOutcome.blocked(new StoreFailed(down)));
    } catch (RuntimeException | Error broken) { // its message may hold what was to be sealed
      LOG.warn("Sealing anew broke off with {}", broken.getClass().getName());
      result.completeExceptionally(new IllegalStateException("Sealing anew broke off"));
    }
  }

  private static void closed(CompletableFuture<ResealOutcome> result) {
    result.complete(ResealOutcome.blocked(Passing.CLOSED));
  }

  /** Breaks the walk off that runs; what it did is done. */
  synchronized void close() {
    if (running != null) {
      closed(running);
    }
  }
}
