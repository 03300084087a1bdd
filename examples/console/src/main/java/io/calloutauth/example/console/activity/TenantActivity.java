package io.calloutauth.example.console.activity;

import io.calloutauth.CalloutAuthEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The latest events of one tenant, and its exchanges of the last hour. Thread-safe. */
final class TenantActivity {

  private static final int KEPT = 300;

  private final Deque<CalloutAuthEvent> events = new ArrayDeque<>();
  private final NavigableMap<Long, Hour.Slice> slices = new TreeMap<>();

  synchronized void add(CalloutAuthEvent event) {
    events.addFirst(event);
    if (events.size() > KEPT) {
      events.removeLast();
    }
    switch (event.type()) {
      case TOKEN_OBTAINED, TOKEN_RENEWED -> count(event.time(), new Hour.Slice(1, 0));
      case TOKEN_FAILED -> count(event.time(), new Hour.Slice(0, 1));
      default -> {}
    }
  }

  private void count(Instant time, Hour.Slice more) {
    long slice = Hour.sliceOf(time);
    slices.merge(slice, more, Hour.Slice::plus);
    slices.headMap(slice - Hour.SLICES).clear();
  }

  synchronized List<CalloutAuthEvent> latest(Predicate<CalloutAuthEvent> which, int limit) {
    return events.stream().filter(which).limit(limit).toList();
  }

  synchronized Hour lastHour(Instant now) {
    return Hour.until(now, slices);
  }
}
