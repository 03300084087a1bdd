package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.loopback.Reply;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/** Whether any of many callouts waits for a renewal, at a slow endpoint that fails now and then. */
public final class RenewalUnderLoad implements Scenario {

  private static final int NODES = 2;
  private static final int PROVIDERS = 20;
  private static final int NOTIFICATIONS = 1_000;
  private static final int PER_SECOND = 5_000;
  private static final double FAILURES = 0.01;
  private static final double SPREAD = 0.3;

  /**
   * How slow everything is.
   *
   * @param lifetime of a token
   * @param median of the endpoint's answers
   * @param length of the run
   */
  private record Pace(Duration lifetime, Duration median, Duration length) {}

  @Override
  public Section run(Run run) throws InterruptedException {
    Pace pace =
        run.pick(
            new Pace(Duration.ofSeconds(15), Duration.ofMillis(500), Duration.ofSeconds(20)),
            new Pace(Duration.ofSeconds(150), Duration.ofSeconds(5), Duration.ofMinutes(10)));
    Setting setting;
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      setting = new Setting(endpoint.uri(), NOTIFICATIONS, PROVIDERS, Duration.ofSeconds(15));
      MemoryStore store = MemoryStore.create();
      endpoint.answer(() -> Reply.token(Duration.ZERO, pace.lifetime()));
      try (Nodes nodes = new Nodes(NODES, () -> store, setting)) {
        List<CalloutAuthenticator> callouts = nodes.callouts();
        callouts.forEach(node -> warm(node, setting));
        endpoint.answer(() -> reply(pace));
        int before = endpoint.requests();
        List<SteadyCallouts> callers = load(callouts, setting, pace);
        return section(pace, callers, endpoint.requests() - before);
      }
    }
  }

  private static void warm(CalloutAuthenticator node, Setting setting) {
    for (String id : setting.allNotifications()) {
      node.authenticate(id, "POST", Setting.TARGET);
    }
  }

  /** Half of the answers take longer than the median, one in a thousand 2.5 times as long. */
  private static Reply reply(Pace pace) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    double factor = Math.exp(SPREAD * random.nextGaussian());
    Duration delay = Duration.ofNanos((long) (pace.median().toNanos() * factor));
    return random.nextDouble() < FAILURES
        ? Reply.failure(delay)
        : Reply.token(delay, pace.lifetime());
  }

  private static List<SteadyCallouts> load(
      List<CalloutAuthenticator> nodes, Setting setting, Pace pace) throws InterruptedException {
    Duration interval = Duration.ofSeconds(1).multipliedBy(NODES).dividedBy(PER_SECOND);
    List<SteadyCallouts> callers =
        nodes.stream()
            .map(n -> new SteadyCallouts(n, setting.allNotifications(), interval, pace.length()))
            .toList();
    List<Thread> threads = new ArrayList<>();
    for (SteadyCallouts caller : callers) {
      Thread thread = new Thread(caller, "callouts");
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return callers;
  }

  private static Section section(Pace pace, List<SteadyCallouts> callers, int exchanges) {
    Histogram nanos = new Histogram(3);
    callers.forEach(caller -> nanos.add(caller.nanos()));
    long waited = callers.stream().mapToLong(SteadyCallouts::waited).sum();
    long failed = callers.stream().mapToLong(SteadyCallouts::failed).sum();
    return new Section(
        "Renewal under load",
        "%d nodes on one store, %d providers, %s callouts a second for %d s; tokens of %d s; the endpoint takes %s at the median (log-normal, σ 0.3) and fails once in a hundred."
            .formatted(
                NODES,
                PROVIDERS,
                Figures.count(PER_SECOND),
                pace.length().toSeconds(),
                pace.lifetime().toSeconds(),
                Figures.time(pace.median().toNanos())),
        List.of("callouts", "exchanges", "waited", "failed", "p50", "p99", "p99.9"),
        List.of(
            Row.of(
                Figures.count(nanos.getTotalCount()),
                Figures.count(exchanges),
                Figures.count(waited),
                Figures.count(failed),
                Figures.time(nanos.getValueAtPercentile(50)),
                Figures.time(nanos.getValueAtPercentile(99)),
                Figures.time(nanos.getValueAtPercentile(99.9)))),
        List.of(
            new Budget(
                "callouts that wait for a renewal while the token is usable",
                "0 waited, 0 failed",
                Figures.count(waited) + " waited, " + Figures.count(failed) + " failed",
                waited == 0 && failed == 0)),
        List.of());
  }
}
