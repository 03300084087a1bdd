package io.calloutauth.jdk;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The buffer of a body: what came and was not handed on. Thread-safe. */
final class HeldParts {

  private final Queue<List<ByteBuffer>> parts = new ConcurrentLinkedQueue<>();
  private final AtomicLong received = new AtomicLong();

  void add(List<ByteBuffer> part) {
    received.addAndGet(part.stream().mapToLong(ByteBuffer::remaining).sum());
    parts.add(part);
  }

  /** Tells whether so many bytes came, handed on or not. */
  boolean hasReceived(long bytes) {
    return received.get() >= bytes;
  }

  /** Returns the first bytes, as long as nothing was handed on: at most so many. */
  ByteBuffer start(int limit) {
    ByteBuffer start = ByteBuffer.allocate((int) Math.min(limit, received.get()));
    parts.stream()
        .flatMap(List::stream)
        .forEach(
            part -> start.put(part.slice().limit(Math.min(part.remaining(), start.remaining()))));
    return start.flip();
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Takes out the next part; null when there is none. */
  @Nullable List<ByteBuffer> poll() {
    return parts.poll();
  }

  void clear() {
    parts.clear();
  }
}
