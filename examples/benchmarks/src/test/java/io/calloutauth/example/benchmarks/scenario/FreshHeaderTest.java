package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Verdict;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.example.benchmarks.subject.Subject;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FreshHeaderTest {

  private static final int NOTIFICATIONS = 1_000;
  private static final int ROUNDS = 50;
  private static final int GOES = 3;
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /** In a go or two routes may be read once more: behind a callout after a poll of changes. */
  @ParameterizedTest
  @EnumSource(names = {"CALLOUT_AUTH", "CALLOUT_AUTH_WITHOUT_HISTORY"})
  void allocatesNothingWhileTheTokenIsFreshWithHistoryAndWithout(Subjects who) {
    try (TokenEndpoint endpoint = new TokenEndpoint();
        Subject subject = who.open(setting(endpoint))) {
      String[] ids = setting(endpoint).allNotifications().toArray(String[]::new);
      BiConsumer<String, String> nowhere = (name, value) -> {};
      calls(subject, ids, nowhere); // fetches the tokens, and links what is linked once

      long least = Long.MAX_VALUE;
      for (int go = 0; go < GOES; go++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        calls(subject, ids, nowhere);
        least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      }

      assertThat(least / (double) (ROUNDS * NOTIFICATIONS)).isLessThan(0.1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100, 102, 0, MET",
    "100, 90, 0, MET",
    "100, 120, 0, MISSED",
    "100, 102, 24, MISSED",
    "100, 108, 0, TOO_NOISY",
    "100, 108, 24, MISSED"
  })
  void historyMayCostNextToNoTimeAndNoByte(
      double without, double with, double bytes, Verdict verdict) {
    HeaderCost off = new HeaderCost(List.of(without - 5, without, without + 5), List.of(0.0));
    HeaderCost on = new HeaderCost(List.of(with - 5, with, with + 5), List.of(bytes));

    assertThat(FreshHeader.history(on, off).verdict()).isEqualTo(verdict);
  }

  @Test
  void tellsHowMuchHistoryCosts() {
    HeaderCost off = new HeaderCost(List.of(50.0), List.of(0.0));
    HeaderCost on = new HeaderCost(List.of(51.0), List.of(0.0));

    assertThat(FreshHeader.history(on, off).measured())
        .isEqualTo("1.02 × (51.0 ns and 50.0 ns), 0.0 B");
  }

  private static Setting setting(TokenEndpoint endpoint) {
    return new Setting(endpoint.uri(), NOTIFICATIONS, 10, Duration.ofSeconds(15));
  }

  private static void calls(Subject subject, String[] ids, BiConsumer<String, String> headers) {
    for (int round = 0; round < ROUNDS; round++) {
      for (String id : ids) {
        subject.authenticate(id, headers);
      }
    }
  }
}
