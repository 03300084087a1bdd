package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.simulation.Engine;
import io.calloutauth.example.benchmarks.simulation.InstantClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prints how many bytes of heap each of many providers keeps: everything that cannot be collected
 * with their tokens held, less everything before. Runs in a JVM of its own.
 */
public final class MemoryProbe {

  private static final int WARM_UP = 2_000;
  private static final int AT_ONCE = 100;

  private MemoryProbe() {}

  /**
   * Measures.
   *
   * @param arguments how many providers, and how long their tokens are
   */
  public static void main(String[] arguments) {
    System.out.println(bytesEach(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])));
  }

  /** Returns the bytes for each of so many providers. */
  static long bytesEach(int providers, int tokenLength) {
    InstantClient client = new InstantClient(Duration.ofHours(12), tokenLength);
    try (Engine engine = new Engine(client, Engine.withoutTimer(), 2 * (providers + WARM_UP))) {
      hold(engine, "warm-up-", WARM_UP);
      long before = retained();
      hold(engine, "notification-", providers);
      engine.settle();
      long after = retained();
      if (engine.held() < providers) {
        throw new IllegalStateException("tokens were dropped");
      }
      return Math.round((after - before) / (double) providers);
    }
  }

  private static void hold(Engine engine, String prefix, int providers) {
    for (int first = 0; first < providers; first += AT_ONCE) {
      int last = Math.min(providers, first + AT_ONCE);
      List<String> ids = IntStream.range(first, last).mapToObj(i -> prefix + i).toList();
      engine.obtain(ids);
      ids.forEach(engine::use);
    }
  }

  private static long retained() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
