package io.calloutauth.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Lets threads do something at the same moment. */
public final class Race {

  public static final int THREADS = 16;

  private Race() {}

  /** One thread's part. */
  @FunctionalInterface
  public interface Part<T> {
    T run(int thread) throws Exception;
  }

  /** Returns what each of 16 threads got. */
  public static <T> List<T> of(Part<T> part) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<T>> running =
          IntStream.range(0, THREADS)
              .mapToObj(n -> threads.submit((Callable<T>) () -> started(start, part, n)))
              .toList();
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> each : running) {
        results.add(each.get(30, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T started(CountDownLatch start, Part<T> part, int thread) throws Exception {
    start.await();
    return part.run(thread);
  }
}
