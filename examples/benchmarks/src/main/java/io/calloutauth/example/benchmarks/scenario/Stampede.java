package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.loopback.Reply;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Bars;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.example.benchmarks.subject.Subject;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Many callers on an empty slot: how many requests they make, and how long the slowest waits. */
public final class Stampede implements Scenario {

  private static final Duration TOOK = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int FEW = 200;
  private static final int MANY = 10_000;
  private static final double AS_FOR_THE_FUTURE = 1.25;

  /** What becomes of requests for a token. */
  enum Health {
    /** Each is answered with one. */
    HEALTHY("healthy, 100 ms", "served", () -> Reply.token(TOOK, Duration.ofHours(1))),
    /** Each is answered with an error. */
    FAILING("failing, 100 ms", "refused", () -> Reply.failure(TOOK)),
    /** None is answered. */
    HANGING("hanging, 2 s timeout", "refused", Reply::silence);

    private final String title;
    private final String fate;
    private final Supplier<Reply> replies;

    Health(String title, String fate, Supplier<Reply> replies) {
      this.title = title;
      this.fate = fate;
      this.replies = replies;
    }

    private int asTheyShould(Crowd.Outcome outcome) {
      return this == HEALTHY ? outcome.served() : outcome.refused();
    }
  }

  /**
   * What was seen.
   *
   * @param exchanges how many requests came; of several rounds the most
   * @param worstNanos how long the slowest caller waited; of several rounds the middle
   * @param waiting how many callers waited still at the end; of several rounds the most
   * @param right how many callers were served or refused as they should be; of several rounds the
   *     fewest
   * @param callers how many there were
   */
  record Seen(int exchanges, double worstNanos, int waiting, int right, int callers) {

    String text() {
      String wait = (waiting > 0 ? "> " : "") + Figures.time(worstNanos);
      int wrong = callers - right - waiting;
      String fates = wrong > 0 ? " (%s otherwise)".formatted(Figures.count(wrong)) : "";
      return Figures.count(exchanges) + ", " + wait + fates;
    }
  }

  private record Line(Subjects who, int callers, Map<Health, Seen> seen) {

    Seen at(Health health) {
      return Objects.requireNonNull(seen.get(health));
    }

    Row row() {
      return new Row(
          Stream.concat(
                  Stream.of(who.title(), Figures.count(callers)),
                  seen.values().stream().map(Seen::text))
              .toList());
    }
  }

  @Override
  public Section run(Run run) throws InterruptedException {
    List<Line> lines = new ArrayList<>();
    for (Subjects who : List.of(Subjects.CALLOUT_AUTH, Subjects.BARE_FUTURE)) {
      lines.add(line(who, MANY, run));
    }
    for (Subjects who :
        Stream.concat(Stream.of(Subjects.BARE_FUTURE), Subjects.libraries().stream()).toList()) {
      lines.add(line(who, FEW, run));
    }
    return new Section(
        "Stampede: callers on an empty slot",
        "All ask at the same moment: requests that reach the token endpoint, and how long the"
            + " slowest caller waits (the middle of "
            + rounds(run)
            + " rounds). Whoever waits after "
            + patience(run).toSeconds()
            + " s is not waited for. Callers at the healthy endpoint should be served, all others"
            + " refused: those with whom it went otherwise are counted.",
        Stream.concat(Stream.of("", "callers"), Stream.of(Health.values()).map(h -> h.title))
            .toList(),
        lines.stream().map(Line::row).toList(),
        budgets(lines),
        List.of(bars(lines)));
  }

  private static int rounds(Run run) {
    return run.pick(1, 5);
  }

  private static Duration patience(Run run) {
    return run.pick(Duration.ofSeconds(3), Duration.ofSeconds(30));
  }

  private static Line line(Subjects who, int callers, Run run) throws InterruptedException {
    Map<Health, Seen> seen = new EnumMap<>(Health.class);
    for (Health health : Health.values()) {
      seen.put(health, seen(who, callers, health, run));
    }
    return new Line(who, callers, seen);
  }

  private static Seen seen(Subjects who, int callers, Health health, Run run)
      throws InterruptedException {
    once(who, callers, Health.HEALTHY, Duration.ofSeconds(10)); // the code is warm from here on
    List<Seen> rounds = new ArrayList<>();
    boolean slow = false;
    for (int i = 0; i < rounds(run) && !slow; i++) {
      Seen round = once(who, callers, health, patience(run));
      rounds.add(round);
      slow = round.worstNanos() > 5e9; // the next round would tell the same
    }
    return new Seen(
        rounds.stream().mapToInt(Seen::exchanges).max().orElseThrow(),
        Figures.median(rounds.stream().map(Seen::worstNanos).toList()),
        rounds.stream().mapToInt(Seen::waiting).max().orElseThrow(),
        rounds.stream().mapToInt(Seen::right).min().orElseThrow(),
        callers);
  }

  /** Lets a crowd loose on a subject that has no token yet. */
  static Seen once(Subjects who, int callers, Health health, Duration patience)
      throws InterruptedException {
    try (TokenEndpoint endpoint = new TokenEndpoint();
        Subject subject = who.open(new Setting(endpoint.uri(), 1, 1, TIMEOUT))) {
      endpoint.answer(health.replies);
      Crowd.Outcome outcome = new Crowd(subject, callers).ask(patience);
      return new Seen(
          endpoint.requests(),
          (double) outcome.worstNanos(),
          outcome.waiting(),
          health.asTheyShould(outcome),
          callers);
    }
  }

  private static List<Budget> budgets(List<Line> lines) {
    List<Budget> budgets = new ArrayList<>();
    Line own = lines.get(0);
    Line bare = lines.get(1);
    for (Health health : Health.values()) {
      budgets.add(budget(health, own.at(health), bare.at(health)));
    }
    return budgets;
  }

  /** Judges the library by one bare future: all callers must have got what they should, too. */
  static Budget budget(Health health, Seen own, Seen bare) {
    double ratio = own.worstNanos() / bare.worstNanos();
    return new Budget(
        "%s callers on an empty slot, endpoint %s"
            .formatted(Figures.count(own.callers()), health.title),
        "1 exchange, all %s, waits as on one bare future (≤ 1.25 ×)".formatted(health.fate),
        "%s exchange%s, %s %s, %s (%s)"
            .formatted(
                Figures.count(own.exchanges()),
                own.exchanges() == 1 ? "" : "s",
                Figures.count(own.right()),
                health.fate,
                Figures.time(own.worstNanos()),
                Figures.times(ratio)),
        own.exchanges() == 1 && own.right() == own.callers() && ratio <= AS_FOR_THE_FUTURE);
  }

  private static Bars bars(List<Line> lines) {
    return new Bars(
        "Requests that 200 callers make on an empty slot, endpoint failing",
        lines.stream()
            .filter(line -> line.callers() == FEW && line.who() != Subjects.BARE_FUTURE)
            .map(
                line -> {
                  int exchanges = line.at(Health.FAILING).exchanges();
                  return new Bars.Bar(line.who().title(), exchanges, Figures.count(exchanges));
                })
            .toList());
  }
}
