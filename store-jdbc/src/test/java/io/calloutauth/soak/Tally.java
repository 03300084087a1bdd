package io.calloutauth.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happened in an endurance run, and keeps what must not. Thread-safe. */
final class Tally {

  private static final int KEPT = 20;

  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final LongAdder changes = new LongAdder();
  private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();

  void count(String what) {
    counts.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  long counted(String what) {
    LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  /** Counts a change that is about to be asked for: it may write one row into the change table. */
  void change(String what) {
    changes.increment();
    count("change: " + what);
  }

  long changes() {
    return changes.sum();
  }

  void wrong(String what) {
    count("wrong");
    if (wrongs.size() < KEPT) {
      wrongs.add(what);
    }
  }

  /** Returns the first things that must not have happened. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    counts.forEach((what, count) -> lines.add("%-45s%,12d".formatted(what, count.sum())));
    return lines;
  }
}
