package io.calloutauth.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a node has read the log of changes: up to a head, but for the ids below it that were not
 * there yet. A transaction that commits late brings its changes under such an id. Immutable.
 *
 * @param head the highest id that was read
 * @param time when it was read, by the database's clock
 * @param missing the ids below the head that were not there, in order
 */
record FeedCursor(long head, long time, List<Missing> missing) {

  /** More than these are not minded: the node forgets what it holds instead. */
  static final int MOST_MISSING = 20_000;

  /** More ranges than these are not asked for at once. */
  private static final int MOST_ASKED = 500;

  /** More ids than these are not read once again for what is missing among them. */
  private static final int MOST_BETWEEN = 50_000;

  /** The longest transaction of a host's whose changes are waited for. */
  private static final long PATIENCE_MILLIS = 15 * 60_000L;

  private static final Pattern HEAD = Pattern.compile("(\\d{1,18})@(\\d{1,18})");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})@(\\d{1,18})");

  FeedCursor {
    missing = List.copyOf(missing);
  }

  /**
   * Ids in a row that are not there.
   *
   * @param first the first of them
   * @param last the last of them
   * @param since when they were missed first, by the database's clock
   */
  record Missing(long first, long last, long since) {}

  /** Returns what was written, or null when it is nothing of the kind. */
  static @Nullable FeedCursor read(String text) {
    String[] parts = text.split(",", -1);
    Matcher head = HEAD.matcher(parts[0]);
    if (!head.matches()) {
      return null;
    }
    List<Missing> missing = new ArrayList<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      Matcher range = RANGE.matcher(part);
      if (!range.matches()) {
        return null;
      }
      missing.add(new Missing(number(range, 1), number(range, 2), number(range, 3)));
    }
    return new FeedCursor(number(head, 1), number(head, 2), missing);
  }

  private static long number(Matcher matched, int group) {
    return Long.parseLong(matched.group(group));
  }

  /** Returns the text that {@link #read} reads. */
  String text() {
    StringBuilder text = new StringBuilder().append(head).append('@').append(time);
    for (Missing each : missing) {
      text.append(',').append(each.first()).append('-').append(each.last());
      text.append('@').append(each.since());
    }
    return text.toString();
  }

  /** Returns the lowest id that is still to be read. */
  long lowest() {
    return missing.isEmpty() ? head + 1 : missing.get(0).first();
  }

  /** Returns the ids below the head that are to be asked for; some of them were read before. */
  AskedIds asked() {
    return AskedIds.of(missing, MOST_ASKED);
  }

  /** Returns whether an id was not read yet. */
  boolean awaits(long id) {
    if (id > head) {
      return true;
    }
    Missing alone = new Missing(id, id, 0);
    int at = Collections.binarySearch(missing, alone, Comparator.comparingLong(Missing::first));
    // Where it is not the first one of a range, it may be in the range before.
    int before = at < 0 ? -at - 2 : at;
    return before >= 0 && id <= missing.get(before).last();
  }

  /** Returns whether too much is missing to mind it all. */
  boolean isOverfull() {
    return missing.size() > MOST_MISSING || asked().between() > MOST_BETWEEN;
  }

  /**
   * Returns where the node is after it read some more.
   *
   * @param ids the ids that were awaited and read, in order
   * @param now the database's time
   */
  FeedCursor after(List<Long> ids, long now) {
    List<Missing> left = new ArrayList<>();
    int next = 0;
    for (Missing each : missing) {
      long from = each.first();
      for (; next < ids.size() && ids.get(next) <= each.last(); next++) {
        add(left, from, ids.get(next) - 1, each.since());
        from = ids.get(next) + 1;
      }
      add(left, from, each.last(), each.since());
    }
    long top = head;
    for (; next < ids.size(); next++) {
      add(left, top + 1, ids.get(next) - 1, now);
      top = ids.get(next);
    }
    left.removeIf(each -> now - each.since() > PATIENCE_MILLIS);
    return new FeedCursor(top, now, left);
  }

  private static void add(List<Missing> left, long first, long last, long since) {
    if (first <= last) {
      left.add(new Missing(first, last, since));
    }
  }
}
