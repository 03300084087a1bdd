package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.report.Figures;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * What work costs the thread that does it, in rounds that alternate with those of other work, so
 * that what changes on the machine meanwhile meets all. Not thread-safe.
 */
final class ThreadCpu {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Work that is measured. */
  interface Work {
    void run() throws Exception;
  }

  private final Work work;
  private final int batch;
  private final List<Double> rounds = new ArrayList<>();

  /**
   * Makes one of some work.
   *
   * @param batch how often it is done in a round
   */
  ThreadCpu(Work work, int batch) {
    this.work = work;
    this.batch = batch;
  }

  /** Measures rounds of each in turns, after some that do not count. */
  static void measure(List<ThreadCpu> all, int warmUp, int rounds) throws Exception {
    for (int i = -warmUp; i < rounds; i++) {
      for (ThreadCpu each : all) {
        double nanos = each.round();
        if (i >= 0) {
          each.rounds.add(nanos);
        }
      }
    }
  }

  private double round() throws Exception {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < batch; i++) {
      work.run();
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / (double) batch;
  }

  /** Returns the nanoseconds of CPU of the middle round. */
  double typicalNanos() {
    return Figures.median(rounds);
  }
}
