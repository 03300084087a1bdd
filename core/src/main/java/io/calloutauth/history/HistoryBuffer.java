package io.calloutauth.history;

import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryNote.Rule;
import io.calloutauth.store.ProviderKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bounded, fair buffer of what is to be noted in the history: a tenant's flood drops its own
 * notes, and holds up no others. What the store would count into one row is one note here, so that
 * 10,000 callouts that fail alike are. Guarded by its owner's lock.
 */
final class HistoryBuffer {

  private static final int BATCH = 100;

  private final TenantLines<CountedNote> notes = new TenantLines<>();
  private final TenantLines<ProviderKey> trims = new TenantLines<>();
  private final Map<ProviderKey, Waiting> waiting = new HashMap<>();
  private long dropped;

  /** What of one provider waits. */
  private static final class Waiting {

    int notes;
    final Map<CountedNote.Key, CountedNote> open = new HashMap<>();

    /** States that the last note about them ends. */
    final Set<String> ended = new HashSet<>();
  }

  /** What is written at once. */
  static final class Batch {

    static final Batch NONE = new Batch(List.of(), List.of(), List.of());

    private final List<CountedNote> taken;
    private final List<HistoryNote> notes;
    private final List<ProviderKey> trims;

    private Batch(List<CountedNote> taken, List<HistoryNote> notes, List<ProviderKey> trims) {
      this.taken = taken;
      this.notes = notes;
      this.trims = trims;
    }

    List<HistoryNote> notes() {
      return notes;
    }

    List<ProviderKey> trims() {
      return trims;
    }

    boolean isEmpty() {
      return notes.isEmpty() && trims.isEmpty();
    }
  }

  /**
   * Adds what happened at a time by the monotonic clock.
   *
   * @return whether it is its tenant's first that is dropped since all that waited was written
   */
  boolean add(HistoryNote note, long now) {
    ProviderKey provider = note.row().provider();
    Waiting own = waiting.computeIfAbsent(provider, key -> new Waiting());
    boolean isTaken = note.rule() == Rule.ENDING ? end(own, note, now) : count(own, note, now);
    if (own.notes == 0) {
      waiting.remove(provider);
    }
    if (isTaken) {
      return false;
    }
    dropped++;
    return notes.refuse(provider.tenant());
  }

  private boolean end(Waiting own, HistoryNote note, long now) {
    String state = note.state();
    if (own.ended.contains(state)) {
      return true;
    }
    own.open.values().removeIf(counted -> counted.state().equals(state));
    return append(own, note, now) != null && own.ended.add(state);
  }

  private boolean count(Waiting own, HistoryNote note, long now) {
    String state = note.state();
    own.ended.remove(state);
    CountedNote.Key key = CountedNote.Key.of(note.row());
    if (note.rule() == Rule.IN_TURN) {
      own.open
          .entrySet()
          .removeIf(e -> !e.getKey().equals(key) && e.getValue().state().equals(state));
    }
    CountedNote open = note.rule() == Rule.OWN ? null : own.open.get(key);
    if (open != null && open.count(note, now)) {
      return true;
    }
    CountedNote made = append(own, note, now);
    if (made != null && note.rule() != Rule.OWN) {
      own.open.put(key, made);
    }
    return made != null;
  }

  /** Returns null when there is no room. */
  private @Nullable CountedNote append(Waiting own, HistoryNote note, long now) {
    CountedNote made = new CountedNote(note, now);
    if (!notes.add(made.provider().tenant(), made)) {
      return null;
    }
    own.notes++;
    return made;
  }

  /** Notes that a provider may have a row too many; nobody is hurt by one that finds no room. */
  void trimLater(ProviderKey provider) {
    trims.add(provider.tenant(), provider);
  }

  /** Returns what is to be written next; it stays here until it is removed, or released. */
  Batch next(long now) {
    List<CountedNote> taken = notes.next(BATCH);
    taken.forEach(counted -> counted.setBeingWritten(true));
    return new Batch(
        taken, taken.stream().map(counted -> counted.at(now)).toList(), trims.next(BATCH));
  }

  /** Lets what could not be written count on. */
  void release(Batch batch) {
    batch.taken.forEach(counted -> counted.setBeingWritten(false));
  }

  /** Removes what is written. */
  void remove(Batch batch) {
    batch.taken.forEach(this::remove);
    batch.trims.forEach(provider -> trims.remove(provider.tenant(), provider));
  }

  private void remove(CountedNote counted) {
    ProviderKey provider = counted.provider();
    Waiting own = waiting.get(provider);
    if (notes.remove(provider.tenant(), counted) && own != null) {
      own.notes--;
      own.open.values().remove(counted);
      if (counted.rule() == Rule.ENDING) {
        own.ended.remove(counted.state());
      }
      if (own.notes == 0) {
        waiting.remove(provider);
      }
    }
  }

  /** Forgets what waits of a tenant. */
  void forget(String tenant) {
    waiting.keySet().removeIf(provider -> provider.tenant().equals(tenant));
    notes.forget(tenant);
    trims.forget(tenant);
  }

  /** Counts what is dropped. */
  void drop(int count) {
    dropped += count;
  }

  /** Drops all that waits, and returns how much that was. */
  int clear() {
    int left = notes.size();
    dropped += left;
    notes.clear();
    trims.clear();
    waiting.clear();
    return left;
  }

  int size() {
    return notes.size();
  }

  boolean isEmpty() {
    return notes.size() == 0 && trims.size() == 0;
  }

  long dropped() {
    return dropped;
  }
}
