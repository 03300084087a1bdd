package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.example.benchmarks.subject.Subject;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SeldomCalloutsTest {

  private static final Duration APART = Duration.ofNanos(1);
  private static final int GOES = 3;

  private static final class Wasteful implements Subject {

    private byte[] wasted = {};

    @Override
    public void authenticate(String notificationId, BiConsumer<String, String> headers) {
      wasted = new byte[1_000 + wasted.length % 2];
    }

    @Override
    public void close() {}
  }

  @Test
  void seesWhatIsAllocated() {
    assertThat(SeldomCallouts.bytes(new Wasteful(), 100, APART)).isBetween(1_000.0, 1_100.0);
  }

  /** In one go a route may be read once more: behind the first callout after a poll of changes. */
  @Test
  void seesThatTheLibraryAllocatesNothing() {
    try (TokenEndpoint endpoint = new TokenEndpoint();
        Subject subject = Subjects.CALLOUT_AUTH.open(Setting.single(endpoint.uri()))) {
      assertThat(
              DoubleStream.generate(() -> SeldomCallouts.bytes(subject, 2_000, APART)).limit(GOES))
          .anyMatch(bytes -> bytes < 0.1);
    }
  }
}
