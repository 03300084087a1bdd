package io.calloutauth.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs calls at the same moment, on threads of its own. */
public final class ContractRace {

  static final int THREADS = 16;
  static final int ROUNDS = 200;

  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "contract-race");
            thread.setDaemon(true);
            return thread;
          });

  private ContractRace() {}

  /** Runs a call for each number below 16 at the same moment, and returns what they returned. */
  static <T> List<T> among(IntFunction<T> call) throws Exception {
    return among(THREADS, call);
  }

  /** Runs a call for each number at the same moment, and returns what they returned in order. */
  public static <T> List<T> among(int threads, IntFunction<T> call) throws Exception {
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
  public static <T> T elsewhere(Callable<T> call) throws Exception {
    return result(POOL.submit(call));
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError("A call of a race threw", e.getCause());
    }
  }
}
