package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.CalloutAuthenticator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** Steady callouts on several nodes at once, one thread for each, and what became of them all. */
final class SteadyLoad {

  private final List<SteadyCallouts> callers;

  private SteadyLoad(List<SteadyCallouts> callers) {
    this.callers = callers;
  }

  /**
   * Makes the callouts and waits for the end.
   *
   * @param interval from one callout of a node to its next
   * @param length how long it goes on
   */
  static SteadyLoad run(
      List<CalloutAuthenticator> nodes,
      List<String> notifications,
      Duration interval,
      Duration length)
      throws InterruptedException {
    List<SteadyCallouts> callers =
        nodes.stream().map(n -> new SteadyCallouts(n, notifications, interval, length)).toList();
    List<Thread> threads = new ArrayList<>();
    for (SteadyCallouts caller : callers) {
      Thread thread = new Thread(caller, "callouts");
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new SteadyLoad(callers);
  }

  /** Returns how many callouts were made. */
  long callouts() {
    return calls().getTotalCount();
  }

  /** Returns how many were made in a second: fewer than asked for when the machine fell behind. */
  double perSecond() {
    return callers.stream().mapToDouble(SteadyCallouts::perSecond).sum();
  }

  /** Returns how many would have waited for a token. */
  long waited() {
    return sum(SteadyCallouts::waited);
  }

  /** Returns how many failed otherwise. */
  long failed() {
    return sum(SteadyCallouts::failed);
  }

  /** Returns the nanoseconds that each call took. */
  Histogram calls() {
    return joined(SteadyCallouts::calls);
  }

  /** Returns the nanoseconds from the moment a callout was due to the end of its call. */
  Histogram sinceDue() {
    return joined(SteadyCallouts::sinceDue);
  }

  private long sum(ToLongFunction<SteadyCallouts> count) {
    return callers.stream().mapToLong(count).sum();
  }

  private Histogram joined(Function<SteadyCallouts, Histogram> part) {
    Histogram all = new Histogram(3);
    callers.stream().map(part).forEach(all::add);
    return all;
  }
}
