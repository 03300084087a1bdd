package io.calloutauth.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one run, as the token endpoint, the nodes and whoever disturbed them saw it. All
 * times are milliseconds of this machine's own clock. Thread-safe.
 */
final class History {

  /** A token as the endpoint gave it to a node. */
  record Issued(int node, int provider, int scope, String token, long arrived, long answered) {}

  /** What became of one callout. */
  record Callout(
      int node,
      int provider,
      long asked,
      long answered,
      @Nullable String token,
      @Nullable String failure) {}

  /** What an administrator did to a provider, or may have done: one of each number. */
  record Change(
      int number, boolean revocation, int provider, int scope, long from, long to, boolean done) {

    /** Returns whether a token is from before this, and so is to be used no more. */
    boolean ends(Issued token) {
      return revocation ? token.arrived() < from : token.scope() < scope;
    }
  }

  /** When a node was killed or stopped, or the database (node -1). */
  record Span(int node, long from, long to) {

    boolean overlaps(long begin, long end) {
      return from <= end && to >= begin;
    }
  }

  private final Queue<Issued> issued = new ConcurrentLinkedQueue<>();
  private final Queue<Callout> callouts = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Change> changes = new ConcurrentHashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Queue<Span> kills = new ConcurrentLinkedQueue<>();
  private final Queue<Span> stops = new ConcurrentLinkedQueue<>();
  private final Queue<Span> outages = new ConcurrentLinkedQueue<>();

  void issued(Issued token) {
    issued.add(token);
  }

  void callout(Callout callout) {
    callouts.add(callout);
  }

  /** Takes what is known of a change instead of what was known of it before. */
  void changed(Change change) {
    changes.put(change.number(), change);
  }

  /** Takes what must not happen to a node by itself. */
  void fault(String what) {
    faults.add(what);
  }

  void killed(int node, long at) {
    kills.add(new Span(node, at, at));
  }

  void stopped(Span stop) {
    stops.add(stop);
  }

  void databaseDown(Span outage) {
    outages.add(outage);
  }

  /** Returns how many revocations, or edits, were done. */
  long done(boolean revocation) {
    return changes.values().stream()
        .filter(change -> change.done() && change.revocation() == revocation)
        .count();
  }

  /** Returns how many changes are not known to be done. */
  long undone() {
    return changes.values().stream().filter(change -> !change.done()).count();
  }

  /** Returns how many callouts each node made. */
  Map<Integer, Long> calloutsByNode() {
    return callouts.stream()
        .collect(Collectors.groupingBy(Callout::node, TreeMap::new, Collectors.counting()));
  }

  /** Writes everything down, in the order in which it began, for whoever has to find a reason. */
  void writeTo(Path file) throws IOException {
    Map<Long, List<Object>> events = new TreeMap<>();
    issued.forEach(each -> put(events, each.arrived(), each));
    callouts.forEach(each -> put(events, each.asked(), each));
    changes.values().forEach(each -> put(events, each.from(), each));
    kills.forEach(each -> put(events, each.from(), "Kill" + each));
    stops.forEach(each -> put(events, each.from(), "Stop" + each));
    outages.forEach(each -> put(events, each.from(), "Outage" + each));
    List<String> lines = new ArrayList<>();
    events.forEach((at, list) -> list.forEach(each -> lines.add(at + " " + each)));
    Files.write(file, lines);
  }

  private static void put(Map<Long, List<Object>> events, long at, Object event) {
    events.computeIfAbsent(at, time -> new ArrayList<>()).add(event);
  }

  List<Issued> issued() {
    return List.copyOf(issued);
  }

  List<Callout> callouts() {
    return List.copyOf(callouts);
  }

  List<Change> changes() {
    return List.copyOf(changes.values());
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  List<Span> kills() {
    return List.copyOf(kills);
  }

  List<Span> stops() {
    return List.copyOf(stops);
  }

  List<Span> outages() {
    return List.copyOf(outages);
  }
}
