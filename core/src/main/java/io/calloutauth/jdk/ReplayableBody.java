package io.calloutauth.jdk;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow.Subscriber;

/**
 * A request body that may be sent a second time: the caller's word for it.
 *
 * <p>{@link CalloutHttpClient} replays a callout only when its body can be sent again. It takes
 * that for granted of a request without a body, and of every body whose {@link #contentLength()} is
 * known beforehand: the JDK's {@code ofString}, {@code ofByteArray}, {@code ofFile} and {@code
 * noBody}. For any other publisher that starts anew at each subscription, such as {@code
 * ofInputStream} with a supplier that opens a new stream each time, say so:
 *
 * <pre>{@code
 * builder.POST(ReplayableBody.of(BodyPublishers.ofInputStream(() -> open(file))))
 * }</pre>
 *
 * <p>As thread-safe as the publisher it wraps.
 */
public final class ReplayableBody implements BodyPublisher {

  private final BodyPublisher publisher;

  private ReplayableBody(BodyPublisher publisher) {
    this.publisher = Objects.requireNonNull(publisher, "publisher");
  }

  /**
   * Returns a body that may be sent a second time.
   *
   * @param publisher publishes the whole body at each subscription
   */
  public static BodyPublisher of(BodyPublisher publisher) {
    return new ReplayableBody(publisher);
  }

  /** Returns whether the body of a request can be sent a second time. */
  static boolean isIn(HttpRequest request) {
    return request
        .bodyPublisher()
        .map(body -> body instanceof ReplayableBody || body.contentLength() >= 0)
        .orElse(true);
  }

  @Override
  public long contentLength() {
    return publisher.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    publisher.subscribe(subscriber);
  }
}
