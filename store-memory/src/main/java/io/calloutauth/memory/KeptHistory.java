package io.calloutauth.memory;

import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryNote.Rule;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.HistoryStore.Period;
import io.calloutauth.store.HistoryStore.Position;
import io.calloutauth.store.Page;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The history of one tenant; guarded by its lock. */
final class KeptHistory {

  private static final Comparator<Kept> LAST_FIRST =
      Comparator.comparing((Kept kept) -> kept.row().lastAt())
          .thenComparing(Kept::number)
          .reversed();

  /** By the provider's id, which is empty for what is about none. */
  private final Map<String, List<Kept>> byProvider = new HashMap<>();

  private long lastNumber;

  /**
   * A row.
   *
   * @param key what joins it; empty when it is not open
   */
  private record Kept(long number, HistoryRow row, String state, String key) {

    Kept closed() {
      return new Kept(number, row, "", "");
    }

    Kept joinedBy(HistoryNote note, Instant now) {
      Instant last = now.minus(note.ago());
      HistoryRow next =
          row.toBuilder()
              .correlationId(note.row().correlationId())
              .counted(
                  row.count() + note.row().count(),
                  row.firstAt(),
                  last.isAfter(row.lastAt()) ? last : row.lastAt())
              .build();
      return new Kept(number, next, state, key);
    }

    boolean isIn(Period period) {
      return (period.since() == null || !row.lastAt().isBefore(period.since()))
          && (period.until() == null || row.firstAt().isBefore(period.until()));
    }

    Position position() {
      return new Position(row.lastAt().toEpochMilli(), number);
    }

    boolean isAfter(Position end) {
      long lastAt = row.lastAt().toEpochMilli();
      return lastAt < end.lastAt() || (lastAt == end.lastAt() && number < end.number());
    }
  }

  /** Adds the row of a change that is made now. */
  void add(HistoryRow row, Instant now) {
    add(HistoryNote.of(row), now.truncatedTo(ChronoUnit.MILLIS));
  }

  /** Writes what happened, as its rule says. */
  void write(HistoryNote note, Instant time) {
    Instant now = time.truncatedTo(ChronoUnit.MILLIS);
    boolean ended = note.rule() != Rule.COUNTED && note.rule() != Rule.OWN && end(note);
    boolean joined =
        (note.rule() == Rule.COUNTED || note.rule() == Rule.IN_TURN) && join(note, now);
    if (!joined && (note.rule() != Rule.ENDING || ended)) {
      add(note, now);
    }
  }

  private boolean end(HistoryNote note) {
    List<Kept> rows = rows(note);
    String key = note.key();
    boolean ended = false;
    for (int i = 0; i < rows.size(); i++) {
      Kept kept = rows.get(i);
      if (kept.state().equals(note.state()) && !kept.key().equals(key)) {
        rows.set(i, kept.closed());
        ended = true;
      }
    }
    return ended;
  }

  private boolean join(HistoryNote note, Instant now) {
    List<Kept> rows = rows(note);
    String key = note.key();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).key().equals(key)) {
        rows.set(i, rows.get(i).joinedBy(note, now));
        return true;
      }
    }
    return false;
  }

  private void add(HistoryNote note, Instant now) {
    boolean opens = note.rule() == Rule.COUNTED || note.rule() == Rule.IN_TURN;
    Instant last = now.minus(note.ago());
    HistoryRow row =
        note.row().toBuilder().counted(note.row().count(), last.minus(note.lasted()), last).build();
    byProvider
        .computeIfAbsent(note.row().provider().id(), id -> new ArrayList<>())
        .add(new Kept(++lastNumber, row, opens ? note.state() : "", opens ? note.key() : ""));
  }

  private List<Kept> rows(HistoryNote note) {
    return byProvider.getOrDefault(note.row().provider().id(), List.of());
  }

  /** Keeps as many rows of a provider as it may have: those that happened last. */
  void trim(String providerId, int most) {
    List<Kept> rows = byProvider.getOrDefault(providerId, List.of());
    if (rows.size() > most) {
      trim(rows, most, kept -> kept.row().notificationId().isEmpty());
      trim(rows, most, kept -> kept.row().notificationId().isPresent());
    }
  }

  private static void trim(List<Kept> rows, int most, Predicate<Kept> which) {
    rows.removeAll(rows.stream().filter(which).sorted(LAST_FIRST).skip(most).toList());
  }

  Page<HistoryRow> ofProvider(String id, Period period, @Nullable String after, int limit) {
    return page(byProvider.getOrDefault(id, List.of()).stream(), period, after, limit);
  }

  Page<HistoryRow> ofNotification(String id, Period period, @Nullable String after, int limit) {
    Stream<Kept> all = byProvider.values().stream().flatMap(Collection::stream);
    return page(
        all.filter(kept -> kept.row().notificationId().filter(id::equals).isPresent()),
        period,
        after,
        limit);
  }

  private static Page<HistoryRow> page(
      Stream<Kept> rows, Period period, @Nullable String after, int limit) {
    Position end = after == null ? null : Position.read(after);
    List<Kept> listed =
        rows.filter(kept -> kept.isIn(period) && (end == null || kept.isAfter(end)))
            .sorted(LAST_FIRST)
            .toList();
    return MemoryPages.first(listed, limit, kept -> kept.position().text()).map(Kept::row);
  }

  /** Removes what did not happen any more since a time, and returns how many rows there were. */
  int sweep(Instant since) {
    int swept = 0;
    for (List<Kept> rows : byProvider.values()) {
      int before = rows.size();
      rows.removeIf(kept -> kept.row().lastAt().isBefore(since));
      swept += before - rows.size();
    }
    byProvider.values().removeIf(List::isEmpty);
    return swept;
  }

  boolean isEmpty() {
    return byProvider.isEmpty();
  }

  void clear() {
    byProvider.clear();
  }
}
