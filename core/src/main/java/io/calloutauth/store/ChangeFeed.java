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
   */
  record Changes(List<Change> changes, String cursor, boolean more, boolean gap, boolean readOnly) {

    /** Copies the list. */
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Returns what was changed since a cursor. Blocks for one small query, and never joins a
   * transaction of the host.
   *
   * @param cursor the {@link Changes#cursor()} of the call before, or null to start from now
   */
  Changes changesSince(@Nullable String cursor);
}
