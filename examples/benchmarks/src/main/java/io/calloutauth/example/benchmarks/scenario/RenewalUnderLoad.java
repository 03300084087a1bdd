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
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/** Whether any of many callouts waits for a renewal, at a slow endpoint that fails now and then. */
public final class RenewalUnderLoad implements Scenario {

  private static final int NODES = 2;
  private static final int PROVIDERS = 100;
  private static final int NOTIFICATIONS = 1_000;
  private static final int PER_SECOND = 5_000;
  private static final Duration INTERVAL =
      Duration.ofSeconds(1).multipliedBy(NODES).dividedBy(PER_SECOND);
  private static final double LEAST_HELD = 0.99;
  private static final double SHORTEST_FIRST = 0.8;
  private static final double LONGEST_FIRST = 1.4;
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

  /**
   * What was seen.
   *
   * @param waited how many callouts would have waited for a token
   * @param failed how many failed otherwise
   * @param perSecond how many were made in a second
   * @param renewed how many providers got a new token meanwhile
   * @param renewals how many tokens they got
   * @param failedRenewals how many requests for one failed, or had no answer yet at the end
   */
  record Seen(
      long waited, long failed, double perSecond, long renewed, int renewals, int failedRenewals) {}

  @Override
  public Section run(Run run) throws InterruptedException {
    Pace pace =
        run.pick(
            new Pace(Duration.ofSeconds(20), Duration.ofMillis(250), Duration.ofSeconds(22)),
            new Pace(Duration.ofSeconds(150), Duration.ofSeconds(5), Duration.ofMinutes(10)));
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      Setting setting =
          new Setting(endpoint.uri(), NOTIFICATIONS, PROVIDERS, Duration.ofSeconds(15));
      MemoryStore store = MemoryStore.create();
      endpoint.answer(() -> first(pace));
      try (Nodes nodes = new Nodes(NODES, () -> store, setting)) {
        List<CalloutAuthenticator> callouts = nodes.callouts();
        callouts.forEach(node -> warm(node, setting));
        endpoint.answer(() -> reply(pace));
        int before = endpoint.requests();
        long start = System.nanoTime();
        SteadyLoad load =
            SteadyLoad.run(callouts, setting.allNotifications(), INTERVAL, pace.length());
        return section(pace, load, seen(load, endpoint, before, start));
      }
    }
  }

  private static void warm(CalloutAuthenticator node, Setting setting) {
    for (String id : setting.allNotifications()) {
      node.authenticate(id, "POST", Setting.TARGET);
    }
  }

  /** First tokens end at different times, so that renewals happen all along and not in waves. */
  private static Reply first(Pace pace) {
    double factor = ThreadLocalRandom.current().nextDouble(SHORTEST_FIRST, LONGEST_FIRST);
    return Reply.token(
        Duration.ZERO, Duration.ofNanos((long) (pace.lifetime().toNanos() * factor)));
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

  private static Seen seen(SteadyLoad load, TokenEndpoint endpoint, int before, long start) {
    List<String> renewed =
        endpoint.issues().stream()
            .filter(issue -> issue.nanos() - start >= 0)
            .map(TokenEndpoint.Issue::clientId)
            .toList();
    return new Seen(
        load.waited(),
        load.failed(),
        load.perSecond(),
        renewed.stream().distinct().count(),
        renewed.size(),
        endpoint.requests() - before - renewed.size());
  }

  private static Section section(Pace pace, SteadyLoad load, Seen seen) {
    return new Section(
        "Renewal under load",
        "%d nodes on one store, %d providers, %s callouts a second asked for during %d s; tokens of %d s, the first ones of 0.8 to 1.4 times that, so that renewals happen all along; the endpoint takes %s at the median (log-normal, σ 0.3) and fails once in a hundred. Times are those of the call itself, and those since the callout was due: what one that takes long delays is in the second line."
            .formatted(
                NODES,
                PROVIDERS,
                Figures.count(PER_SECOND),
                pace.length().toSeconds(),
                pace.lifetime().toSeconds(),
                Figures.time(pace.median().toNanos())),
        List.of("measured from", "callouts", "p50", "p99", "p99.9", "longest"),
        List.of(row("the call", load.calls()), row("when it was due", load.sinceDue())),
        List.of(budget(seen)),
        List.of());
  }

  private static Row row(String from, Histogram nanos) {
    return Row.of(
        from,
        Figures.count(nanos.getTotalCount()),
        Figures.time(nanos.getValueAtPercentile(50)),
        Figures.time(nanos.getValueAtPercentile(99)),
        Figures.time(nanos.getValueAtPercentile(99.9)),
        Figures.time(nanos.getMaxValue()));
  }

  /** Judges: a run that did not hold the rate, or did not renew every token, has shown nothing. */
  static Budget budget(Seen seen) {
    return new Budget(
        "callouts that wait for a renewal while the token is usable",
        "0 waited, 0 failed, %s a second held".formatted(Figures.count(PER_SECOND)),
        "%s waited, %s failed, %s a second; %s renewals of %s providers, %s more failed or had no answer yet"
            .formatted(
                Figures.count(seen.waited()),
                Figures.count(seen.failed()),
                Figures.count(Math.round(seen.perSecond())),
                Figures.count(seen.renewals()),
                Figures.count(seen.renewed()),
                Figures.count(seen.failedRenewals())),
        seen.waited() == 0
            && seen.failed() == 0
            && seen.perSecond() >= LEAST_HELD * PER_SECOND
            && seen.renewed() == PROVIDERS);
  }
}
