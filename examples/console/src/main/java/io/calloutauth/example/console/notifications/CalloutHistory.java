package io.calloutauth.example.console.notifications;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/** The last callouts of each notification, in memory. Thread-safe. */
@Component
class CalloutHistory {

  private static final int KEPT = 20;

  private final ConcurrentMap<Key, Deque<Callout>> callouts = new ConcurrentHashMap<>();

  void add(String tenant, String notificationId, Callout callout) {
    callouts.compute(
        new Key(tenant, notificationId),
        (key, kept) -> {
          Deque<Callout> next = kept == null ? new ArrayDeque<>() : new ArrayDeque<>(kept);
          next.addFirst(callout);
          if (next.size() > KEPT) {
            next.removeLast();
          }
          return next;
        });
  }

  /** Returns a notification's last callouts, the latest first. */
  List<Callout> of(String tenant, String notificationId) {
    return List.copyOf(callouts.getOrDefault(new Key(tenant, notificationId), new ArrayDeque<>()));
  }

  Optional<Callout> latest(String tenant, String notificationId) {
    return of(tenant, notificationId).stream().findFirst();
  }

  void forget(String tenant, String notificationId) {
    callouts.remove(new Key(tenant, notificationId));
  }

  /** Whose callouts they are. */
  private record Key(String tenant, String notificationId) {}
}
