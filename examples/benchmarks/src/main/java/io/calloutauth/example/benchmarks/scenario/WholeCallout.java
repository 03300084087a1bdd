package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.loopback.Receiver;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.subject.CalloutAuthSubject;
import io.calloutauth.example.benchmarks.subject.Setting;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;

/**
 * Whole callouts through the library's client and through the same client with a fixed header, one
 * round of each after the other, so that what changes on the machine meanwhile meets both.
 */
public final class WholeCallout implements Scenario {

  private static final int WARM_UP = 8;

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
      HttpClient authenticating = subject.httpClient(Setting.notification(0), plain);
      CalloutRounds own = new CalloutRounds(authenticating, callout.build());
      callout.header("Authorization", "Bearer fixed-token");
      CalloutRounds fixed = new CalloutRounds(plain, callout.build());
      rounds(own, fixed, run);
      return section(own, fixed);
    }
  }

  private static void rounds(CalloutRounds own, CalloutRounds fixed, Run run)
      throws IOException, InterruptedException {
    Duration length = run.pick(Duration.ofMillis(250), Duration.ofMillis(500));
    pairs(own, fixed, WARM_UP, length);
    own.forget();
    fixed.forget();
    pairs(own, fixed, run.pick(12, 80), length);
  }

  private static void pairs(CalloutRounds own, CalloutRounds fixed, int count, Duration length)
      throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      CalloutRounds first = i % 2 == 0 ? own : fixed;
      CalloutRounds second = i % 2 == 0 ? fixed : own;
      first.round(length);
      second.round(length);
    }
  }

  private static Section section(CalloutRounds own, CalloutRounds fixed) {
    return new Section(
        "A whole callout",
        "POST of 41 bytes to a server on loopback through java.net.http, one after another; "
            + own.perSecond().size()
            + " rounds of each in turns, and the middle of them. How far the rounds of one side"
            + " differ is the width of their middle half.",
        List.of("", "callouts a second", "p99", "rounds differ by"),
        List.of(own.row("CalloutHttpClient"), fixed.row("the same client, fixed header")),
        List.of(Comparison.of(own.perSecond(), fixed.perSecond()).budget()),
        List.of());
  }
}
