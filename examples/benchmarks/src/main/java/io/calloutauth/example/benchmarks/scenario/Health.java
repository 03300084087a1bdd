package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.loopback.Reply;
import java.time.Duration;
import java.util.function.Supplier;

/** What becomes of requests for a token. */
enum Health {
  /** Each is answered with one. */
  HEALTHY("healthy, 100 ms", "served", () -> Reply.token(soon(), Duration.ofHours(1))),
  /** Each is answered with an error. */
  FAILING("failing, 100 ms", "refused", () -> Reply.failure(soon())),
  /** None is answered. */
  HANGING("hanging, 3 s timeout", "refused", Reply::silence);

  private final String title;
  private final String fate;
  private final Supplier<Reply> replies;

  Health(String title, String fate, Supplier<Reply> replies) {
    this.title = title;
    this.fate = fate;
    this.replies = replies;
  }

  private static Duration soon() {
    return Duration.ofMillis(100);
  }

  String title() {
    return title;
  }

  /** Returns what should become of callers. */
  String fate() {
    return fate;
  }

  Supplier<Reply> replies() {
    return replies;
  }

  /** Returns how many callers got what they should. */
  int asTheyShould(Crowd.Outcome outcome) {
    return this == HEALTHY ? outcome.served() : outcome.refused();
  }

  /** Returns what takes callers the same way, and no longer. */
  Health beforehand() {
    return this == HANGING ? FAILING : this;
  }
}
