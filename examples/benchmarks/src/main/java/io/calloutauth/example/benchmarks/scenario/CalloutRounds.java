package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Rounds of whole callouts through one client, one callout after another. */
final class CalloutRounds {

  private static final int TAKEN = 204;

  private final HttpClient client;
  private final HttpRequest callout;
  private final List<Double> perSecond = new ArrayList<>();
  private final List<Long> p99 = new ArrayList<>();

  CalloutRounds(HttpClient client, HttpRequest callout) {
    this.client = client;
    this.callout = callout;
  }

  /** Makes callouts for so long. */
  void round(Duration length) throws IOException, InterruptedException {
    Histogram nanos = new Histogram(3);
    long start = System.nanoTime();
    long before = start;
    while (before - start < length.toNanos()) {
      int status = client.send(callout, BodyHandlers.discarding()).statusCode();
      if (status != TAKEN) {
        throw new IOException("a callout was answered with " + status);
      }
      long now = System.nanoTime();
      nanos.recordValue(now - before);
      before = now;
    }
    perSecond.add(nanos.getTotalCount() * 1e9 / (before - start));
    p99.add(nanos.getValueAtPercentile(99));
  }

  /** Forgets the rounds made so far. */
  void forget() {
    perSecond.clear();
    p99.clear();
  }

  /** Returns how many callouts there were in a second of each round. */
  List<Double> perSecond() {
    return perSecond;
  }

  Row row(String who) {
    return Row.of(
        who,
        Figures.count(Math.round(Figures.median(perSecond))),
        Figures.time(Figures.median(p99)),
        Figures.percent(Comparison.spread(perSecond)));
  }
}
