package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.example.benchmarks.loopback.Reply;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyCalloutsTest {

  private static final Duration INTERVAL = Duration.ofNanos(100_000);
  private static final Duration LENGTH = Duration.ofMillis(100);
  private static final int ALL = 1_000;

  @Test
  void makesEveryCalloutAndMeasuresItFromTheCallAndFromWhenItWasDue() throws InterruptedException {
    SteadyLoad load = load(Reply.token(Duration.ZERO, Duration.ofHours(1)));

    assertThat(load.callouts()).isEqualTo(ALL);
    assertThat(load.sinceDue().getTotalCount()).isEqualTo(ALL);
    assertThat(load.sinceDue().getMaxValue()).isGreaterThanOrEqualTo(load.calls().getMaxValue());
    assertThat(load.perSecond()).isPositive().isLessThanOrEqualTo(10_000);
    assertThat(load.failed()).isZero();
  }

  @Test
  void countsWhoWouldWait() throws InterruptedException {
    assertThat(load(Reply.silence()).waited()).isEqualTo(ALL);
  }

  private static SteadyLoad load(Reply reply) throws InterruptedException {
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      endpoint.answer(() -> reply);
      Setting setting = Setting.single(endpoint.uri());
      MemoryStore store = MemoryStore.create();
      try (Nodes nodes = new Nodes(1, () -> store, setting)) {
        List<CalloutAuthenticator> callouts = nodes.callouts();
        return SteadyLoad.run(callouts, setting.allNotifications(), INTERVAL, LENGTH);
      }
    }
  }
}
