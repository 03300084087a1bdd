package io.calloutauth.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param read what the head's row and those of the last poll said: a database that lost its last
 *     commits has others there, or none
 * @param more whether the poll goes on with another page
 */
record FeedCursor(long head, long time, List<Missing> missing, List<ReadRow> read, boolean more) {

  /** More than these are not minded: the node forgets what it holds instead. */
  static final int MOST_MISSING = 20_000;

  /** More ranges than these are not asked for at once. */
  private static final int MOST_ASKED = 500;

  /** More ids than these are not read once again for what is missing among them. */
  private static final int MOST_BETWEEN = 50_000;

  /** The longest transaction of a host's whose changes are waited for. */
  private static final long PATIENCE_MILLIS = 15 * 60_000L;

  /**
   * More rows than these are not compared: the node forgets what it holds instead. Which of the
   * rows of one poll was committed last, nobody knows, so that none of them is left out.
   */
  static final int MOST_READ = 20_000;

  private static final Pattern HEAD = Pattern.compile("(\\d{1,18})@(\\d{1,18})(\\+?)");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})@(\\d{1,18})");

  private static final Pattern READ = Pattern.compile("(\\d{1,18})=(\\d{1,18})@(\\d{1,18})");

  FeedCursor {
    missing = List.copyOf(missing);
    read = List.copyOf(read);
  }

  /** Makes the cursor of a poll that has no other page. */
  FeedCursor(long head, long time, List<Missing> missing, List<ReadRow> read) {
    this(head, time, missing, read, false);
  }

  /**
   * A row that was read.
   *
   * @param id its id
   * @param mark the random value that it was written with
   * @param time when it was read first, by the database's clock
   */
  record ReadRow(long id, long mark, long time) {}

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
    List<ReadRow> read = new ArrayList<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      Matcher range = RANGE.matcher(part);
      Matcher row = READ.matcher(part);
      if (range.matches()) {
        missing.add(new Missing(number(range, 1), number(range, 2), number(range, 3)));
      } else if (row.matches()) {
        read.add(new ReadRow(number(row, 1), number(row, 2), number(row, 3)));
      } else {
        return null;
      }
    }
    boolean more = !head.group(3).isEmpty();
    return new FeedCursor(number(head, 1), number(head, 2), missing, read, more);
  }

  private static long number(Matcher matched, int group) {
    return Long.parseLong(matched.group(group));
  }

  /** Returns the text that {@link #read} reads. */
  String text() {
    StringBuilder text = new StringBuilder().append(head).append('@').append(time);
    text.append(more ? "+" : "");
    for (Missing each : missing) {
      text.append(',').append(each.first()).append('-').append(each.last());
      text.append('@').append(each.since());
    }
    for (ReadRow each : read) {
      text.append(',').append(each.id()).append('=').append(each.mark());
      text.append('@').append(each.time());
    }
    return text.toString();
  }

  /** Returns the lowest id that is still to be read, or to be compared. */
  long lowest() {
    long first = missing.isEmpty() ? head + 1 : missing.get(0).first();
    return read.stream().mapToLong(ReadRow::id).reduce(first, Math::min);
  }

  /** Returns whether rows say what they said, as far as they are compared. */
  boolean agreesWith(Map<Long, Long> marks) {
    boolean knowsHead = head == 0 || read.stream().anyMatch(each -> each.id() == head);
    return knowsHead
        && read.stream().allMatch(each -> Objects.equals(marks.get(each.id()), each.mark()));
  }

  /**
   * Returns the ids up to the head that are to be asked for: those that are missing, and those
   * whose rows are compared. They lie among each other, and are few ranges together.
   */
  AskedIds asked() {
    List<Missing> all = new ArrayList<>(missing);
    read.forEach(each -> all.add(new Missing(each.id(), each.id(), each.time())));
    all.sort(Comparator.comparingLong(Missing::first));
    return AskedIds.of(all, MOST_ASKED);
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

  /** Returns whether too much is missing, or compared, to mind it all. */
  boolean isOverfull() {
    return missing.size() > MOST_MISSING
        || read.size() > MOST_READ
        || asked().between() > MOST_BETWEEN;
  }

  /** Returns the same place in a poll that goes on, or does not. */
  FeedCursor goingOn(boolean goesOn) {
    return new FeedCursor(head, time, missing, read, goesOn);
  }

  /**
   * Returns where the node is after it read some more.
   *
   * @param rows the rows that were awaited and read, in the order of their ids
   * @param now the database's time
   */
  FeedCursor after(List<ReadRow> rows, long now) {
    List<Missing> left = new ArrayList<>();
    int next = 0;
    for (Missing each : missing) {
      long from = each.first();
      for (; next < rows.size() && rows.get(next).id() <= each.last(); next++) {
        add(left, from, rows.get(next).id() - 1, each.since());
        from = rows.get(next).id() + 1;
      }
      add(left, from, each.last(), each.since());
    }
    long top = head;
    for (; next < rows.size(); next++) {
      add(left, top + 1, rows.get(next).id() - 1, now);
      top = rows.get(next).id();
    }
    left.removeIf(each -> now - each.since() > PATIENCE_MILLIS);
    return new FeedCursor(top, now, left, compared(rows, top, now));
  }

  /**
   * Whatever a database loses, it loses the last commit that was read: one of the last poll, on
   * whichever of its pages. After a while only the head is compared, which is never purged.
   */
  private List<ReadRow> compared(List<ReadRow> rows, long top, long now) {
    List<ReadRow> compared = new ArrayList<>(more || rows.isEmpty() ? read : List.of());
    compared.addAll(rows);
    if (compared.stream().noneMatch(each -> each.id() == top)) {
      read.stream().filter(each -> each.id() == top).forEach(compared::add);
    }
    compared.removeIf(each -> each.id() != top && now - each.time() > PATIENCE_MILLIS);
    return compared;
  }

  private static void add(List<Missing> left, long first, long last, long since) {
    if (first <= last) {
      left.add(new Missing(first, last, since));
    }
  }
}
