package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.benchmarks.loopback.Reply;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StampedeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static Stream<Supplier<Reply>> endpoints() {
    return Stream.of(
        () -> Reply.token(Duration.ofMillis(100), Duration.ofHours(1)),
        () -> Reply.refusal(Duration.ofMillis(100)));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void oneExchangeServesAllCallersWhateverComesOfIt(Supplier<Reply> replies)
      throws InterruptedException {
    Stampede.Seen seen = Stampede.once(Subjects.CALLOUT_AUTH, 200, replies, PATIENCE);

    assertThat(seen.exchanges()).isEqualTo(1);
    assertThat(seen.waiting()).isZero();
  }
}
