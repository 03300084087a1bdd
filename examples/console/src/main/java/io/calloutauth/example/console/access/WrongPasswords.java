package io.calloutauth.example.console.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.stereotype.Component;

/**
 * Limits the rate at which a password may be guessed: after some wrong ones a name is locked for a
 * while. In memory, for a demonstration. Thread-safe.
 */
@Component
final class WrongPasswords {

  private static final int ALLOWED = 5;
  private static final int NAMES = 10_000;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final ConcurrentMap<String, Deque<Instant>> wrong = new ConcurrentHashMap<>();

  WrongPasswords(InstantSource clock) {
    this.clock = clock;
  }

  boolean isLocked(String name) {
    Instant from = clock.instant().minus(WINDOW);
    Deque<Instant> times =
        wrong.computeIfPresent(
            name,
            (key, known) -> {
              Deque<Instant> recent = new ArrayDeque<>(known);
              recent.removeIf(time -> !time.isAfter(from));
              return recent.isEmpty() ? null : recent;
            });
    return times != null && times.size() >= ALLOWED;
  }

  @EventListener
  void wrong(AuthenticationFailureBadCredentialsEvent event) {
    String name = event.getAuthentication().getName();
    if (isLocked(name) || wrong.size() >= NAMES) {
      return;
    }
    wrong.compute(
        name,
        (key, known) -> {
          Deque<Instant> times = known == null ? new ArrayDeque<>() : new ArrayDeque<>(known);
          times.addLast(clock.instant());
          return times;
        });
  }

  @EventListener
  void right(AuthenticationSuccessEvent event) {
    wrong.remove(event.getAuthentication().getName());
  }
}
