package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.loopback.Receiver;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.subject.CalloutAuthSubject;
import io.calloutauth.example.benchmarks.subject.Setting;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Whole callouts through the library's client and through the same client with a fixed header, one
 * round of each after the other, so that what changes on the machine meanwhile meets both.
 */
public final class WholeCallout implements Scenario {

  private static final double MOST = 0.03;

  private record Round(double perSecond, double p99) {}

  private static final class Side {

    private final HttpClient client;
    private final HttpRequest callout;
    private final List<Round> rounds = new ArrayList<>();

    Side(HttpClient client, HttpRequest callout) {
      this.client = client;
      this.callout = callout;
    }

    Round round(Duration length) throws IOException, InterruptedException {
      Histogram nanos = new Histogram(3);
      long start = System.nanoTime();
      long before = start;
      while (before - start < length.toNanos()) {
        client.send(callout, BodyHandlers.discarding());
        long now = System.nanoTime();
        nanos.recordValue(now - before);
        before = now;
      }
      double seconds = (before - start) / 1e9;
      return new Round(nanos.getTotalCount() / seconds, (double) nanos.getValueAtPercentile(99));
    }

    double perSecond() {
      return Figures.median(rounds.stream().map(Round::perSecond).toList());
    }

    double p99() {
      return Figures.median(rounds.stream().map(Round::p99).toList());
    }

    Row row(String who) {
      return Row.of(who, Figures.count(Math.round(perSecond())), Figures.time(p99()));
    }
  }

  @Override
  public Section run(Run run) throws IOException, InterruptedException {
    try (TokenEndpoint endpoint = new TokenEndpoint();
        Receiver receiver = new Receiver();
        CalloutAuthSubject subject =
            new CalloutAuthSubject(Setting.single(endpoint.uri()).to(receiver.uri()))) {
      HttpClient plain = HttpClient.newHttpClient();
      HttpRequest.Builder callout =
          HttpRequest.newBuilder(receiver.uri())
              .POST(BodyPublishers.ofString("{\"event\":\"invoice-posted\",\"number\":4711}"));
      Side own = new Side(subject.httpClient(Setting.notification(0), plain), callout.build());
      Side fixed =
          new Side(plain, callout.copy().header("Authorization", "Bearer fixed-token").build());
      rounds(own, fixed, run);
      return section(own, fixed);
    }
  }

  private static void rounds(Side own, Side fixed, Run run)
      throws IOException, InterruptedException {
    Duration length = run.pick(Duration.ofMillis(250), Duration.ofSeconds(1));
    int count = run.pick(12, 40);
    for (int i = 0; i < 4; i++) { // until the code is warm
      own.round(length);
      fixed.round(length);
    }
    for (int i = 0; i < count; i++) {
      Side first = i % 2 == 0 ? own : fixed;
      Side second = i % 2 == 0 ? fixed : own;
      first.rounds.add(first.round(length));
      second.rounds.add(second.round(length));
    }
  }

  /** Compares round by round, each with the one beside it. */
  private static double ratio(Side own, Side fixed) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < own.rounds.size(); i++) {
      ratios.add(fixed.rounds.get(i).perSecond() / own.rounds.get(i).perSecond());
    }
    return Figures.median(ratios);
  }

  private static Section section(Side own, Side fixed) {
    double slower = ratio(own, fixed) - 1;
    return new Section(
        "A whole callout",
        "POST of 41 bytes to a server on loopback through java.net.http, one after another; "
            + own.rounds.size()
            + " rounds of each in turns, the middle of them.",
        List.of("", "callouts a second", "p99"),
        List.of(own.row("httpClient(…)"), fixed.row("the same client, fixed header")),
        List.of(
            new Budget(
                "a whole callout, against the same client with a fixed header",
                "within 3 %",
                Figures.percent(slower) + " slower",
                slower <= MOST)),
        List.of());
  }
}
