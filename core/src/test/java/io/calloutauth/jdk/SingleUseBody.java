package io.calloutauth.jdk;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request body of known length that can be published only once. */
final class SingleUseBody implements BodyPublisher {

  /** What a second subscription meets. */
  enum Second {
    THROWS,
    FAILS,
    ENDS_EARLY
  }

  private final byte[] bytes;
  private final Second second;
  private final AtomicBoolean used = new AtomicBoolean();

  SingleUseBody(String text, Second second) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
    this.second = second;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    if (!used.getAndSet(true)) {
      BodyPublishers.ofByteArray(bytes).subscribe(subscriber);
      return;
    }
    if (second == Second.THROWS) {
      throw new IllegalStateException("the body was published already");
    }
    subscriber.onSubscribe(new Nothing(subscriber));
  }

  private final class Nothing implements Subscription {

    private final Subscriber<? super ByteBuffer> subscriber;

    Nothing(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long items) {
      if (second == Second.FAILS) {
        subscriber.onError(new IllegalStateException("the stream was read already"));
      } else {
        subscriber.onComplete();
      }
    }

    @Override
    public void cancel() {}
  }
}
