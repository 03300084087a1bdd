package io.calloutauth.apache;

import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at an asynchronous callout: holds its response back until it is known whether it is
 * the caller's. While it does, it asks the connection for no more than a rule looks at, so that
 * what is held is bounded by the connection's window. Thread-safe.
 */
final class AsyncAttempt implements AsyncExecCallback, AsyncDataConsumer {

  private enum State {
    /** The response, or as much of its body as a rule looks at, has not come. */
    READING,
    /** The authenticator was asked. */
    ASKED,
    /** The response is the caller's. */
    PASSED,
    /** Another attempt follows once this one is over. */
    DROPPED,
    /** The connection broke, or the request was cancelled. */
    BROKEN
  }

  private final AsyncExecCallout callout;
  private final CalloutCredentials used;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  private State state = State.READING;
  private @Nullable HttpResponse response;
  private @Nullable EntityDetails details;
  private int limit;
  private @Nullable CapacityChannel capacity;
  private @Nullable List<? extends Header> trailers;
  private boolean over;
  private @Nullable AsyncDataConsumer reader;
  private @Nullable CalloutCredentials next;

  AsyncAttempt(AsyncExecCallout callout, CalloutCredentials used) {
    this.callout = callout;
    this.used = used;
  }

  @Override
  public synchronized @Nullable AsyncDataConsumer handleResponse(
      HttpResponse received, @Nullable EntityDetails entity) {
    response = received;
    details = entity;
    limit = entity == null ? 0 : used.bodyLimit(entity.getContentType());
    if (limit == 0) {
      ask();
    }
    return state == State.PASSED ? reader : entity == null ? null : this;
  }

  private void ask() {
    state = State.ASKED;
    HttpResponse shown = Objects.requireNonNull(response);
    byte[] start = held.toByteArray();
    callout.show(
        used,
        CalloutResponse.of(
            shown.getCode(),
            name -> Arrays.stream(shown.getHeaders(name)).map(Header::getValue).toList(),
            ByteBuffer.wrap(start, 0, Math.min(start.length, limit)).slice().asReadOnlyBuffer()),
        this);
  }

  /**
   * Goes on, now that the authenticator has responded.
   *
   * @param successor what to send the callout once more with; null when this response is the
   *     caller's
   */
  synchronized void settle(@Nullable CalloutCredentials successor) {
    if (state != State.ASKED) {
      return;
    }
    if (successor != null) {
      state = State.DROPPED;
      next = successor;
      if (over) {
        follow();
      } else if (details != null && trailers == null) {
        callout.cutOff();
      }
      return;
    }
    state = State.PASSED;
    try {
      pass();
    } catch (HttpException | IOException | RuntimeException broken) {
      breakOff(broken);
    }
  }

  private void pass() throws HttpException, IOException {
    reader = callout.handleResponse(Objects.requireNonNull(response), details);
    if (reader != null) {
      if (held.size() > 0) {
        reader.consume(ByteBuffer.wrap(held.toByteArray()));
      }
      held.reset();
      if (capacity != null && trailers == null) {
        reader.updateCapacity(capacity);
      }
      if (trailers != null) {
        reader.streamEnd(trailers);
      }
    }
    if (over) {
      callout.completed();
    }
  }

  private void breakOff(Exception broken) {
    state = State.BROKEN;
    callout.cutOff();
    callout.failed(broken);
  }

  private void follow() {
    CalloutCredentials with = next;
    next = null;
    if (with != null) {
      callout.retry(with);
    }
  }

  @Override
  public synchronized void updateCapacity(CapacityChannel channel) throws IOException {
    capacity = channel;
    if (state == State.PASSED && reader != null) {
      reader.updateCapacity(channel);
    }
  }

  @Override
  public synchronized void consume(ByteBuffer bytes) throws IOException {
    if (state == State.PASSED && reader != null) {
      reader.consume(bytes);
      return;
    }
    int count = bytes.remaining();
    byte[] copy = new byte[count];
    bytes.get(copy);
    if (state == State.DROPPED) {
      return;
    }
    held.write(copy, 0, count);
    if (state == State.READING) {
      if (held.size() >= limit) {
        ask();
      } else if (capacity != null) {
        capacity.update(count);
      }
    }
  }

  @Override
  public synchronized void streamEnd(@Nullable List<? extends Header> last)
      throws HttpException, IOException {
    if (state == State.PASSED && reader != null) {
      reader.streamEnd(last);
      return;
    }
    trailers = last == null ? List.of() : last;
    if (state == State.READING) {
      ask();
    }
  }

  @Override
  public synchronized void releaseResources() {
    if (state == State.PASSED && reader != null) {
      reader.releaseResources();
    }
  }

  @Override
  public void handleInformationResponse(HttpResponse interim) throws HttpException, IOException {
    callout.handleInformationResponse(interim);
  }

  @Override
  public synchronized void completed() {
    over = true;
    if (state == State.PASSED) {
      callout.completed();
    } else if (state == State.DROPPED) {
      follow();
    }
  }

  @Override
  public synchronized void failed(Exception cause) {
    if (state == State.DROPPED) {
      follow();
    } else if (state != State.BROKEN) {
      state = State.BROKEN;
      callout.failed(cause);
    }
  }
}
