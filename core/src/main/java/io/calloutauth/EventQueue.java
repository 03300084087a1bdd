package io.calloutauth;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener of what happens to tokens, one event after another on a thread of its own, so
 * that a slow or broken listener harms no callout. Drops what finds no room. Thread-safe.
 */
final class EventQueue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final int ROOM = 10_000;

  private final CalloutAuthListener listener;
  private final BlockingQueue<CalloutAuthEvent> events = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong dropped = new AtomicLong();
  private @Nullable Thread thread;
  private volatile boolean closed;

  EventQueue(CalloutAuthListener listener) {
    this.listener = listener;
  }

  /** Adds an event, or counts it as dropped; never blocks. */
  void add(CalloutAuthEvent event) {
    if (listener == CalloutAuthListener.NONE) {
      return;
    }
    start();
    if (!events.offer(event)) {
      dropped.incrementAndGet();
    }
  }

  long dropped() {
    return dropped.get();
  }

  private synchronized void start() {
    if (thread == null && !closed) {
      thread = new Thread(this::run, "callout-auth-events");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    while (!closed) {
      try {
        tell(events.take());
      } catch (InterruptedException interrupted) {
        LOG.debug("The thread of events was interrupted"); // by close(), or by the listener itself
      }
    }
  }

  private void tell(CalloutAuthEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException | Error broken) {
      LOG.warn("The listener failed on an event of type {}", event.type(), broken);
    }
  }

  /** Ends the thread; events that it has not come to are lost. */
  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
