package io.calloutauth.jdk;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscription that the caller's subscriber gets: hands on held parts at the pace that one asks
 * for (Reactive Streams 3). Its {@link #request} and {@link #cancel} come from any thread; the rest
 * is called by one thread at a time.
 */
final class BodyRelay<T> implements Subscription {

  private final Supplier<BodySubscriber<T>> caller;
  private final BiConsumer<? super T, ? super Throwable> result;
  private final Runnable advance;
  private final AtomicLong demand = new AtomicLong();

  private volatile @Nullable Throwable misuse;
  private volatile boolean left;
  private @Nullable BodySubscriber<T> receiver;

  /**
   * Makes a relay that has handed on nothing.
   *
   * @param caller makes the caller's subscriber: called once, when there is something to hand on
   * @param result takes what that one makes of the body
   * @param advance lets whoever holds parts hand on what is asked for
   */
  BodyRelay(
      Supplier<BodySubscriber<T>> caller,
      BiConsumer<? super T, ? super Throwable> result,
      Runnable advance) {
    this.caller = caller;
    this.result = result;
    this.advance = advance;
  }

  @Override
  public void request(long items) {
    if (items <= 0) {
      misuse = new IllegalArgumentException("the number of items asked for must be positive");
      left = true;
    } else {
      demand.accumulateAndGet(items, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
    }
    advance.run();
  }

  @Override
  public void cancel() {
    left = true;
    advance.run();
  }

  /** Tells whether the caller's subscriber wants no more. */
  boolean isLeft() {
    return left;
  }

  /** Tells whether it asks for a part that it did not get. */
  boolean wantsMore() {
    return demand.get() > 0;
  }

  /** Hands on as many parts as are asked for. */
  void deliver(HeldParts held) {
    BodySubscriber<T> to = receiver == null ? open() : receiver;
    while (!left && demand.get() > 0) {
      List<ByteBuffer> part = held.poll();
      if (part == null) {
        return;
      }
      demand.decrementAndGet();
      to.onNext(part);
    }
  }

  private BodySubscriber<T> open() {
    BodySubscriber<T> to = caller.get();
    receiver = to;
    to.getBody().whenComplete(result);
    to.onSubscribe(this);
    return to;
  }

  /**
   * Tells the caller's subscriber that the body is over, unless it left by itself.
   *
   * @param failure what the body broke off with, or null when it is whole
   */
  void finish(@Nullable Throwable failure) {
    Throwable problem = misuse == null ? failure : misuse;
    if (receiver == null || (left && problem == null)) {
      return;
    }
    if (problem == null) {
      receiver.onComplete();
    } else {
      receiver.onError(problem);
    }
  }
}
