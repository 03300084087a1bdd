package io.calloutauth.example.servers;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the next callouts will meet whatever their tokens are worth. Thread-safe. */
final class PlannedAnswers {

  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final Queue<Duration> delays = new ConcurrentLinkedQueue<>();

  void add(int times, int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("Not a status that refuses a callout: " + status);
    }
    for (int i = 0; i < times; i++) {
      statuses.add(status);
    }
  }

  void add(int times, Duration delay) {
    for (int i = 0; i < times; i++) {
      delays.add(delay);
    }
  }

  /** Takes the next planned answer, shaped as the status asks for; empty if none is planned. */
  Optional<Verdict.Refused> takeAnswer(String scope) {
    return Optional.ofNullable(statuses.poll()).map(status -> refusal(status, scope));
  }

  /** Takes the next planned delay; zero if none is planned. */
  Duration takeDelay() {
    Duration next = delays.poll();
    return next == null ? Duration.ZERO : next;
  }

  private static Verdict.Refused refusal(int status, String scope) {
    return switch (status) {
      case 401 -> Verdict.Refused.invalid();
      case 403 -> Verdict.Refused.lacking(scope);
      default -> new Verdict.Refused(status, null);
    };
  }
}
