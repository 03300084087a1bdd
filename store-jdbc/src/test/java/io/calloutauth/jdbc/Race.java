package io.calloutauth.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs calls at the same moment. */
final class Race {

  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "race");
            thread.setDaemon(true);
            return thread;
          });

  private Race() {}

  /** Runs a call for each number at the same moment, and returns what they returned in order. */
  static <T> List<T> among(int threads, IntFunction<T> call) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      Callable<T> task =
          () -> {
            start.await();
            return call.apply(number);
          };
      running.add(POOL.submit(task));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> each : running) {
      results.add(result(each));
    }
    return results;
  }

  /** Runs one call on another thread, and returns what it returned. */
  static <T> T elsewhere(Callable<T> call) throws Exception {
    return result(POOL.submit(call));
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError("A call on another thread threw", e.getCause());
    }
  }
}
