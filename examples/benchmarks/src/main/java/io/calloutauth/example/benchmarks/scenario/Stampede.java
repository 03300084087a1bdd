package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
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
import java.util.stream.Stream;

/** Many callers on an empty slot: how many requests they make, and how long the slowest waits. */
public final class Stampede implements Scenario {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final double SLOW = 5e9;
  private static final int FEW = 200;
  private static final int MANY = 10_000;
  private static final double AS_FOR_THE_FUTURE = 1.25;

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

    boolean isSlow() {
      return worstNanos > SLOW;
    }

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
    List<Line> lines = lines(List.of(Subjects.CALLOUT_AUTH, Subjects.BARE_FUTURE), MANY, run);
    List<Subjects> all = new ArrayList<>(List.of(Subjects.BARE_FUTURE));
    all.addAll(Subjects.libraries());
    lines.addAll(lines(all, FEW, run));
    return new Section(
        "Stampede: callers on an empty slot",
        "All ask at the same moment: requests that reach the token endpoint, and how long the"
            + " slowest caller waits ("
            + run.pick("in one round", "the middle of " + rounds(run) + " rounds")
            + "). Whoever waits after "
            + patience(run).toSeconds()
            + " s is not waited for. Callers at the healthy endpoint should be served, all others"
            + " refused: those with whom it went otherwise are counted.",
        Stream.concat(Stream.of("", "callers"), Stream.of(Health.values()).map(Health::title))
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

  private static List<Line> lines(List<Subjects> subjects, int callers, Run run)
      throws InterruptedException {
    Map<Subjects, Map<Health, Seen>> seen = new EnumMap<>(Subjects.class);
    for (Health health : Health.values()) {
      for (Map.Entry<Subjects, List<Seen>> of : rounds(subjects, callers, health, run).entrySet()) {
        seen.computeIfAbsent(of.getKey(), who -> new EnumMap<>(Health.class))
            .put(health, joined(of.getValue()));
      }
    }
    List<Line> lines = new ArrayList<>();
    subjects.forEach(who -> lines.add(new Line(who, callers, seen.getOrDefault(who, Map.of()))));
    return lines;
  }

  /** Lets the subjects take turns, so that what changes on the machine meanwhile meets all. */
  private static Map<Subjects, List<Seen>> rounds(
      List<Subjects> subjects, int callers, Health health, Run run) throws InterruptedException {
    Map<Subjects, List<Seen>> rounds = new EnumMap<>(Subjects.class);
    for (Subjects who : subjects) {
      once(who, callers, health.beforehand(), WARM_UP); // the code is warm from here on
    }
    for (int i = 0; i < rounds(run); i++) {
      for (Subjects who : subjects) {
        List<Seen> before = rounds.computeIfAbsent(who, w -> new ArrayList<>());
        if (before.stream().noneMatch(Seen::isSlow)) { // the next round would tell the same
          before.add(once(who, callers, health, patience(run)));
        }
      }
    }
    return rounds;
  }

  private static Seen joined(List<Seen> rounds) {
    return new Seen(
        rounds.stream().mapToInt(Seen::exchanges).max().orElseThrow(),
        Figures.median(rounds.stream().map(Seen::worstNanos).toList()),
        rounds.stream().mapToInt(Seen::waiting).max().orElseThrow(),
        rounds.stream().mapToInt(Seen::right).min().orElseThrow(),
        rounds.get(0).callers());
  }

  /** Lets a crowd loose on a subject that has no token yet. */
  static Seen once(Subjects who, int callers, Health health, Duration patience)
      throws InterruptedException {
    try (TokenEndpoint endpoint = new TokenEndpoint();
        Subject subject = who.open(new Setting(endpoint.uri(), 1, 1, TIMEOUT))) {
      endpoint.answer(health.replies());
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
            .formatted(Figures.count(own.callers()), health.title()),
        "1 exchange, all %s, waits as on one bare future (≤ 1.25 ×)".formatted(health.fate()),
        "%s exchange%s, %s %s, %s (%s)"
            .formatted(
                Figures.count(own.exchanges()),
                own.exchanges() == 1 ? "" : "s",
                Figures.count(own.right()),
                health.fate(),
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
