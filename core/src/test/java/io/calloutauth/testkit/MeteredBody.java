package io.calloutauth.testkit;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A body of unknown length that publishes one item for each that is asked for. */
public final class MeteredBody implements BodyPublisher {

  private final int items;
  private final int size;
  private final AtomicInteger subscriptions = new AtomicInteger();
  private final AtomicLong most = new AtomicLong();

  public MeteredBody(int items, int size) {
    this.items = items;
    this.size = size;
  }

  public int subscriptions() {
    return subscriptions.get();
  }

  /** Returns the largest number of items that was asked for and not published yet. */
  public long mostAskedAtOnce() {
    return most.get();
  }

  @Override
  public long contentLength() {
    return -1;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscriptions.incrementAndGet();
    subscriber.onSubscribe(new Published(subscriber));
  }

  private final class Published implements Subscription {

    private final Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong asked = new AtomicLong();
    private int published;

    Published(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long more) {
      long before = asked.getAndAdd(more);
      most.accumulateAndGet(before + more, Math::max);
      if (before == 0) {
        publish();
      }
    }

    private void publish() {
      do {
        if (published == items) {
          subscriber.onComplete();
          return;
        }
        published++;
        subscriber.onNext(ByteBuffer.allocate(size));
      } while (asked.decrementAndGet() > 0);
    }

    @Override
    public void cancel() {
      published = items;
    }
  }
}
