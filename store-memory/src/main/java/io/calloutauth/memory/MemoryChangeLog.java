package io.calloutauth.memory;

import io.calloutauth.store.ChangeFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last changes, oldest dropped first. A change is added under its tenant's lock and after the
 * fact, so that whoever hears of it reads what it left.
 *
 * <p>A cursor is this log's own name and how many changes came before.
 */
final class MemoryChangeLog implements ChangeFeed {

  static final int KEPT = 10_000;
  static final int PAGE = 5_000;

  private final String prefix = UUID.randomUUID() + ":";
  private final List<Change> ring = new ArrayList<>();
  private long added;

  synchronized void add(Change change) {
    if (ring.size() < KEPT) {
      ring.add(change);
    } else {
      ring.set((int) (added % KEPT), change);
    }
    added++;
  }

  @Override
  public synchronized Changes changesSince(@Nullable String cursor) {
    if (cursor == null) {
      return fromNow(false);
    }
    long from = position(cursor);
    if (from < added - ring.size() || from > added) {
      return fromNow(true);
    }
    long to = Math.min(added, from + PAGE);
    List<Change> page = new ArrayList<>();
    for (long i = from; i < to; i++) {
      page.add(ring.get((int) (i % KEPT)));
    }
    return new Changes(page, prefix + to, to < added, false, false);
  }

  private Changes fromNow(boolean gap) {
    return new Changes(List.of(), prefix + added, false, gap, false);
  }

  private long position(String cursor) {
    if (!cursor.startsWith(prefix)) {
      return -1;
    }
    try {
      return Long.parseLong(cursor.substring(prefix.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
