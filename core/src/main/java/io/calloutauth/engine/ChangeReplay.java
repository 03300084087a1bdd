package io.calloutauth.engine;

import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers which changes were heard of, to read what they are about once more at the poll after
 * next: of several database nodes, one tells of a change while another, from which its row is read,
 * does not have it yet. What is due once more is no news: too many changes of a tenant are minded
 * as one of all that it has, and no purge was heard of. Not thread-safe.
 */
final class ChangeReplay {

  private static final int MOST = 20_000;
  private static final int POLLS = 2;

  /** By change, the poll that heard of it last; in the order of polls. */
  private final Map<Change, Long> heard = new LinkedHashMap<>();

  private long polls;

  /** Notes that another poll begins. */
  void next() {
    polls++;
  }

  /**
   * Notes a change that this poll heard of. Too many are minded as one of all that a tenant has.
   */
  void add(Change change) {
    put(change);
    if (heard.size() > MOST) {
      List<String> tenants = heard.keySet().stream().map(Change::tenant).distinct().toList();
      heard.clear();
      tenants.forEach(tenant -> put(new Change(tenant, Kind.TENANT, "")));
    }
  }

  private void put(Change change) {
    heard.remove(change); // so that it moves to the end
    heard.put(change, polls);
  }

  /** Returns the changes whose time has come. They stay until {@link #remove}. */
  List<Change> due() {
    List<Change> due = new ArrayList<>();
    for (Map.Entry<Change, Long> each : heard.entrySet()) {
      if (each.getValue() > polls - POLLS) {
        break;
      }
      due.add(each.getKey());
    }
    return due;
  }

  /** Forgets a change that was read once more. */
  void remove(Change change) {
    heard.remove(change);
  }
}
