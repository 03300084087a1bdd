package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.simulation.Engine;
import io.calloutauth.example.benchmarks.simulation.InstantClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prints how many bytes of heap each of many providers keeps: everything that cannot be collected
 * with their tokens held, less everything before. Runs in a JVM of its own.
 */
public final class MemoryProbe {

  private static final int WARM_UP = 2_000;
  private static final int AT_ONCE = 100;
  private static final int A_FEW = 100;
  private static final int GOES_OF_A_FEW = 25;

  private MemoryProbe() {}

  /**
   * Measures.
   *
   * @param arguments how many providers, and how long their tokens are
   */
  public static void main(String[] arguments) {
    System.out.println(bytesEach(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])));
  }

  /**
   * Returns the bytes for each of so many providers. What the library keeps once, however many
   * there are, is there before: others were held. A few providers alone would drown in what the JVM
   * does meanwhile: then it is the middle of many goes.
   */
  static long bytesEach(int providers, int tokenLength) {
    int goes = providers < A_FEW ? GOES_OF_A_FEW : 1;
    int held = WARM_UP + goes * providers;
    InstantClient client = new InstantClient(Duration.ofHours(12), tokenLength);
    try (Engine engine = new Engine(client, Engine.withoutTimer(), 2 * held)) {
      hold(engine, "warm-up-", WARM_UP);
      List<Double> each = new ArrayList<>();
      for (int go = 0; go < goes; go++) {
        long before = retained();
        hold(engine, "notification-" + go + "-", providers);
        each.add((retained() - before) / (double) providers);
      }
      if (engine.held() < held) {
        throw new IllegalStateException("tokens were dropped");
      }
      return Math.round(Figures.median(each));
    }
  }

  private static void hold(Engine engine, String prefix, int providers) {
    for (int first = 0; first < providers; first += AT_ONCE) {
      int last = Math.min(providers, first + AT_ONCE);
      List<String> ids = IntStream.range(first, last).mapToObj(i -> prefix + i).toList();
      engine.obtain(ids);
      ids.forEach(engine::use);
    }
    engine.settle();
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
