package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.example.benchmarks.subject.Subject;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Callers that all ask at the same moment: on virtual threads where the JDK has them. */
final class Crowd {

  /**
   * How it went.
   *
   * @param served how many got a header
   * @param refused how many got an exception
   * @param worstNanos how long the slowest of them waited
   * @param waiting how many waited still when the patience was over
   */
  record Outcome(int served, int refused, long worstNanos, int waiting) {}

  private final Subject subject;
  private final int size;
  private final CountDownLatch ready;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch done;
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong worst = new AtomicLong();
  private volatile long opened;

  Crowd(Subject subject, int size) {
    this.subject = subject;
    this.size = size;
    this.ready = new CountDownLatch(size);
    this.done = new CountDownLatch(size);
  }

  /** Lets all ask at once, and waits for them until the patience is over. */
  Outcome ask(Duration patience) throws InterruptedException {
    ExecutorService threads = threads();
    try {
      for (int i = 0; i < size; i++) {
        threads.execute(this::caller);
      }
      ready.await();
      opened = System.nanoTime();
      gate.countDown();
      boolean all = done.await(patience.toNanos(), TimeUnit.NANOSECONDS);
      long slowest = all ? worst.get() : patience.toNanos();
      return new Outcome(served.get(), refused.get(), slowest, (int) done.getCount());
    } finally {
      threads.shutdownNow();
    }
  }

  private void caller() {
    ready.countDown();
    try {
      gate.await();
      subject.authenticate(Setting.notification(0), (name, value) -> {});
      served.incrementAndGet();
    } catch (RuntimeException noToken) {
      refused.incrementAndGet();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } finally {
      long waited = System.nanoTime() - opened;
      worst.accumulateAndGet(waited, Math::max);
      done.countDown();
    }
  }

  private static ExecutorService threads() {
    try {
      MethodType maker = MethodType.methodType(ExecutorService.class);
      return (ExecutorService)
          MethodHandles.publicLookup()
              .findStatic(Executors.class, "newVirtualThreadPerTaskExecutor", maker)
              .invoke();
    } catch (Throwable beforeJdk21) {
      return Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(null, task, "caller", 256 * 1024);
            thread.setDaemon(true);
            return thread;
          });
    }
  }
}
