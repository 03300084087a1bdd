package io.calloutauth.jdk;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * The body of a request that is sent once more: notes whether its publisher failed at that. One of
 * known length may still be good for one subscription only, such as one over an open stream.
 */
final class RepeatedBody implements BodyPublisher {

  private final BodyPublisher publisher;
  private volatile boolean subscribed;
  private volatile boolean begun;
  private volatile boolean failed;

  RepeatedBody(BodyPublisher publisher) {
    this.publisher = publisher;
  }

  /** Returns whether it was asked for and could not be published whole. */
  boolean failed() {
    return failed || (subscribed && !begun);
  }

  @Override
  public long contentLength() {
    return publisher.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscribed = true;
    publisher.subscribe(new Watched(subscriber));
  }

  /** Counts what is published, and passes it on. */
  private final class Watched implements Subscriber<ByteBuffer> {

    private final Subscriber<? super ByteBuffer> subscriber;
    private long published;

    Watched(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      begun = true;
      subscriber.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer item) {
      published += item.remaining();
      subscriber.onNext(item);
    }

    @Override
    public void onError(Throwable problem) {
      failed = true;
      subscriber.onError(problem);
    }

    @Override
    public void onComplete() {
      failed |= published < contentLength();
      subscriber.onComplete();
    }
  }
}
