package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.loopback.Reply;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint.Issue;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.store.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Several nodes on one store that all make callouts for the same providers, and what their
 * authorization server sees of it.
 */
final class Cluster {

  private static final Duration FASTEST = Duration.ofMillis(50);
  private static final Duration SLOWEST = Duration.ofMillis(250);
  private static final Duration INTERVAL = Duration.ofMillis(2);
  private static final double TOO_EARLY = 0.6;

  /**
   * How much there is of everything.
   *
   * @param nodes how many there are
   * @param providers how many all of them use
   * @param lifetime of a token
   * @param length of the run
   */
  record Size(int nodes, int providers, Duration lifetime, Duration length) {

    /** Returns the time for which a token may be used: the lifetime less its margin. */
    Duration usable() {
      Duration margin = lifetime.dividedBy(4);
      Duration most = Duration.ofSeconds(30);
      return lifetime.minus(margin.compareTo(most) < 0 ? margin : most);
    }
  }

  /**
   * What was seen.
   *
   * @param callouts how many were made
   * @param failed how many of them had no token
   * @param exchanges how many tokens were handed out
   * @param duplicates how many of them to a provider that had got one less than 60 % of its usable
   *     time before
   */
  record Seen(long callouts, long failed, int exchanges, int duplicates) {

    double share() {
      return exchanges == 0 ? 0 : duplicates / (double) exchanges;
    }

    /** Tells whether every provider's token was renewed, no callout failed, and few asked twice. */
    boolean isWithin(double mostDuplicates, int providers) {
      return exchanges >= 2 * providers && failed == 0 && share() <= mostDuplicates;
    }
  }

  private Cluster() {}

  /**
   * Runs it.
   *
   * @param stores gives each node its store
   */
  static Seen run(Size size, Supplier<Store> stores) throws InterruptedException {
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      endpoint.answer(() -> Reply.token(delay(), size.lifetime()));
      Setting setting =
          new Setting(endpoint.uri(), size.providers(), size.providers(), Duration.ofSeconds(15));
      try (Nodes nodes = new Nodes(size.nodes(), stores, setting)) {
        SteadyLoad load =
            SteadyLoad.run(nodes.callouts(), setting.allNotifications(), INTERVAL, size.length());
        return seen(endpoint.issues(), size, load);
      }
    }
  }

  private static Duration delay() {
    long nanos = ThreadLocalRandom.current().nextLong(FASTEST.toNanos(), SLOWEST.toNanos());
    return Duration.ofNanos(nanos);
  }

  private static Seen seen(List<Issue> issues, Size size, SteadyLoad load) {
    long early = (long) (size.usable().toNanos() * TOO_EARLY);
    Map<String, List<Issue>> byClient =
        new HashMap<>(issues.stream().collect(Collectors.groupingBy(Issue::clientId)));
    int duplicates = byClient.values().stream().mapToInt(of -> duplicates(of, early)).sum();
    return new Seen(load.callouts(), load.failed(), issues.size(), duplicates);
  }

  /** Counts the tokens that came too early after the one before. */
  static int duplicates(List<Issue> ofOneClient, long earlyNanos) {
    long[] sorted = ofOneClient.stream().mapToLong(Issue::nanos).sorted().toArray();
    int duplicates = 0;
    for (int i = 1; i < sorted.length; i++) {
      duplicates += sorted[i] - sorted[i - 1] < earlyNanos ? 1 : 0;
    }
    return duplicates;
  }
}
