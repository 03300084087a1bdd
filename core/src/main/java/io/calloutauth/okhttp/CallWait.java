package io.calloutauth.okhttp;

import io.calloutauth.TokenWaitException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.EventListener;
import okio.Timeout;

/**
 * Waits on a call's thread for what the authenticator gives, no longer than the call's timeout, and
 * until the call is cancelled. Of one call, and of its thread.
 */
final class CallWait {

  private final Call call;
  private final LongSupplier nanos;
  private final long start;

  /**
   * Starts with the call.
   *
   * @param nanos gives the time, as {@link System#nanoTime()} does
   */
  CallWait(Call call, LongSupplier nanos) {
    this.call = call;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /**
   * Asks, and waits for what comes of it.
   *
   * @param withTheDefault asks with the authenticator's own longest wait
   * @param within asks with what is left of the call's time
   * @throws TokenWaitException when the thread was interrupted, which stays set
   * @throws IOException when the call was cancelled
   */
  <T> T await(
      Supplier<CompletionStage<T>> withTheDefault, Function<Duration, CompletionStage<T>> within)
      throws IOException {
    CompletionStage<T> asked = remaining().map(within).orElseGet(withTheDefault);
    CompletableFuture<T> own = asked.thenApply(Function.identity()).toCompletableFuture();
    if (!own.isDone()) {
      call.addEventListener(new Cancelling(own));
      if (call.isCanceled()) {
        own.cancel(true);
      }
    }
    return get(own);
  }

  private static <T> T get(CompletableFuture<T> own) throws IOException {
    try {
      return own.get();
    } catch (CancellationException cancelled) {
      throw new IOException("Canceled", cancelled); // as OkHttp says it
    } catch (InterruptedException e) {
      own.cancel(true);
      Thread.currentThread().interrupt();
      throw new TokenWaitException(true);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the authenticator broke", e.getCause());
    }
  }

  /** Returns what is left of the call's time; empty where it has no end. */
  private Optional<Duration> remaining() {
    Timeout timeout = call.timeout();
    long now = nanos.getAsLong();
    long left = Long.MAX_VALUE;
    if (timeout.timeoutNanos() > 0) {
      left = timeout.timeoutNanos() - (now - start);
    }
    if (timeout.hasDeadline()) {
      left = Math.min(left, timeout.deadlineNanoTime() - now);
    }
    return left == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(left, 0)));
  }

  /** Ends the wait when the call is cancelled, also by its timeout. */
  private static final class Cancelling extends EventListener {

    private final CompletableFuture<?> awaited;

    Cancelling(CompletableFuture<?> awaited) {
      this.awaited = awaited;
    }

    @Override
    public void canceled(Call call) {
      awaited.cancel(true);
    }
  }
}
