package io.calloutauth.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a node what was changed, by others and by itself. It may repeat a change, but never misses
 * one that was committed late.
 *
 * @see Store
 */
public interface ChangeFeed {

  /** What kind of thing was changed. */
  enum Kind {
    /** A provider was made, updated or deleted, or its token revoked; the subject is its id. */
    PROVIDER,
    /** A notification was bound, unbound or detached; the subject is its id. */
    BINDING,
    /** A tenant was purged; the subject is empty. */
    TENANT
  }

  /**
   * One change: whatever a node holds about its subject is to be read again.
   *
   * @param tenant the tenant
   * @param kind the kind of thing
   * @param subject which one
   */
  record Change(String tenant, Kind kind, String subject) {}

  /**
   * What was changed since a cursor.
   *
   * @param changes the changes, oldest first
   * @param cursor what to ask with next
   * @param more whether there is another page to ask for at once
   * @param gap whether changes may be missing, so that a node must forget everything it holds: also
   *     when the store lost what was committed last, as one does that fails over
   * @param readOnly whether the store takes no writes at this moment, as far as it can tell
   * @param marks the {@linkplain #lastMark() marks} of the changes that are heard to be committed;
   *     a first call and a gap bring those of the last 15 minutes; empty where there are no marks
   */
  record Changes(
      List<Change> changes,
      String cursor,
      boolean more,
      boolean gap,
      boolean readOnly,
      List<String> marks) {

    /** Copies the lists. */
    public Changes {
      changes = List.copyOf(changes);
      marks = List.copyOf(marks);
    }

    /** Makes what a store tells that marks no changes. */
    public Changes(
        List<Change> changes, String cursor, boolean more, boolean gap, boolean readOnly) {
      this(changes, cursor, more, gap, readOnly, List.of());
    }
  }

  /**
   * Returns what was changed since a cursor. Blocks for one small query, and never joins a
   * transaction of the host.
   *
   * @param cursor the {@link Changes#cursor()} of the call before, or null to start from now
   */
  Changes changesSince(@Nullable String cursor);

  /**
   * Returns the mark of the change that the calling thread made last, which no other change has: by
   * it a node tells, with the {@link Changes#marks()} that it hears later, that a transaction of
   * the host's was committed. Null when the thread made none, or when the store marks none, as one
   * does that never joins the host's transactions. Does not block.
   */
  default @Nullable String lastMark() {
    return null;
  }
}
