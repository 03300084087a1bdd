package io.calloutauth.engine;

import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a store that failed: the next token requests need not wait for the same, and
 * keep their places from others meanwhile. Every 5 seconds one of them asks again, until it
 * answers. Thread-safe.
 */
final class StoreOutage {

  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private record Failure(StoreException why, Moment askAgain) {

    static Failure at(Moment now, StoreException why) {
      return new Failure(why, now.plus(ASK_AGAIN));
    }
  }

  private final AtomicReference<@Nullable Failure> last = new AtomicReference<>();

  /** Returns why the store is not to be asked by the caller now; null when it is. */
  @Nullable StoreException known(Moment now) {
    Failure failure = last.get();
    if (failure == null) {
      return null;
    }
    boolean due = failure.askAgain().reached(now.nanos(), now.millis());
    return due && last.compareAndSet(failure, Failure.at(now, failure.why()))
        ? null
        : failure.why();
  }

  /** Notes that the store failed; not if it would do so with one row only. */
  void failed(StoreException why, Moment now) {
    if (why.retryable()) {
      last.set(Failure.at(now, why));
    }
  }

  /** Notes that the store answered. */
  void answered() {
    last.set(null);
  }
}
