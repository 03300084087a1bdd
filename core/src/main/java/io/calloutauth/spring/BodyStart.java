package io.calloutauth.spring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The start of a response's body, read ahead for a rule that looks at it; what follows is read when
 * somebody asks for the whole.
 */
final class BodyStart extends BaseSubscriber<DataBuffer> {

  private final int limit;
  private final MonoSink<BodyStart> ready;
  private final List<DataBuffer> held = new ArrayList<>();
  private int count;
  private boolean dropped;
  private boolean ended;
  private @Nullable Throwable failure;
  private @Nullable FluxSink<DataBuffer> out;

  private BodyStart(int limit, MonoSink<BodyStart> ready) {
    this.limit = limit;
    this.ready = ready;
  }

  /** Reads as many bytes, or all of a shorter body. */
  static Mono<BodyStart> read(Flux<DataBuffer> body, int limit) {
    return Mono.create(
        ready -> {
          BodyStart start = new BodyStart(limit, ready);
          ready.onCancel(start::drop);
          body.subscribe(start);
        });
  }

  /** Returns a copy of what was read, as many bytes at most as were asked for. */
  ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.min(count, limit));
    int at = 0;
    for (DataBuffer buffer : held) {
      int length = Math.min(buffer.readableByteCount(), bytes.capacity() - at);
      buffer.toByteBuffer(buffer.readPosition(), bytes, at, length);
      at += length;
    }
    return bytes;
  }

  /** Returns the body from its first byte on; for one subscriber. */
  Flux<DataBuffer> whole() {
    return Flux.create(this::connect);
  }

  private synchronized void connect(FluxSink<DataBuffer> sink) {
    held.forEach(sink::next);
    out = sink;
    if (ended) {
      end(sink);
    } else {
      sink.onDispose(this);
      sink.onRequest(this::request);
    }
  }

  private void end(FluxSink<DataBuffer> sink) {
    if (failure == null) {
      sink.complete();
    } else {
      sink.error(failure);
    }
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    subscription.request(1);
  }

  @Override
  protected void hookOnNext(DataBuffer buffer) {
    FluxSink<DataBuffer> reader = out;
    if (reader != null) {
      reader.next(buffer);
      return;
    }
    if (!hold(buffer)) {
      DataBufferUtils.release(buffer);
    } else if (count < limit) {
      request(1);
    } else {
      ready.success(this);
    }
  }

  private synchronized boolean hold(DataBuffer buffer) {
    if (dropped) {
      return false;
    }
    held.add(buffer);
    count += buffer.readableByteCount();
    return true;
  }

  /** Lets go of what was read, when nobody waits for it any more. */
  private synchronized void drop() {
    dropped = true;
    cancel();
    held.forEach(DataBufferUtils::release);
    held.clear();
  }

  @Override
  protected void hookOnComplete() {
    finish(null);
  }

  @Override
  protected void hookOnError(Throwable problem) {
    finish(problem);
  }

  private void finish(@Nullable Throwable problem) {
    FluxSink<DataBuffer> reader = noteEnd(problem);
    if (reader == null) {
      ready.success(this);
    } else {
      end(reader);
    }
  }

  private synchronized @Nullable FluxSink<DataBuffer> noteEnd(@Nullable Throwable problem) {
    ended = true;
    failure = problem;
    return out;
  }
}
