package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.example.benchmarks.subject.Subject;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class FreshHeaderTest {

  private static final int NOTIFICATIONS = 1_000;
  private static final int ROUNDS = 50;
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  @Test
  void allocatesNothingWhileTheTokenIsFresh() {
    try (TokenEndpoint endpoint = new TokenEndpoint();
        Subject subject = Subjects.CALLOUT_AUTH.open(setting(endpoint))) {
      String[] ids = setting(endpoint).allNotifications().toArray(String[]::new);
      BiConsumer<String, String> nowhere = (name, value) -> {};
      calls(subject, ids, nowhere); // fetches the tokens, and links what is linked once

      long before = THREADS.getCurrentThreadAllocatedBytes();
      calls(subject, ids, nowhere);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

      assertThat(allocated / (double) (ROUNDS * NOTIFICATIONS)).isLessThan(0.1);
    }
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
