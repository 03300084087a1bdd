package io.calloutauth.engine;

import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which changes were heard of, to read what they are about once more at the poll after
 * next: of several database nodes, one tells of a change while another, from which its row is read,
 * does not have it yet. What is due once more is no news: when there are too many, those of the
 * tenants that have the most are each minded as one of all that it has, and no purge was heard of.
 * Not thread-safe.
 */
final class ChangeReplay {

  private static final int MOST = 20_000;

  /** How many more there are room for once there were too many. */
  private static final int MORE = 200;

  private static final int POLLS = 2;

  /** By change, the poll that heard of it last; in the order of polls. */
  private final Map<Change, Long> heard = new LinkedHashMap<>();

  private long polls;
  private int most = MOST;

  /** Notes that another poll begins. */
  void next() {
    polls++;
  }

  /**
   * Notes a change that this poll heard of. Of too many, those of the tenants with most are minded
   * as one of all that each has.
   */
  void add(Change change) {
    put(change);
    if (heard.size() > most) {
      Set<String> tenants = tenantsWithMost();
      heard.keySet().removeIf(each -> tenants.contains(each.tenant()));
      tenants.forEach(tenant -> put(new Change(tenant, Kind.TENANT, "")));
      most = Math.max(MOST, heard.size() + MORE);
    }
  }

  /** So few that there is room again, and none that has but one. */
  private Set<String> tenantsWithMost() {
    Map<String, Integer> counts = new HashMap<>();
    heard.keySet().forEach(change -> counts.merge(change.tenant(), 1, Integer::sum));
    List<Map.Entry<String, Integer>> most = new ArrayList<>(counts.entrySet());
    most.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
    Set<String> tenants = new HashSet<>();
    int left = heard.size();
    for (Map.Entry<String, Integer> each : most) {
      if (left <= MOST - MORE || each.getValue() == 1) {
        break;
      }
      tenants.add(each.getKey());
      left -= each.getValue() - 1;
    }
    return tenants;
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
