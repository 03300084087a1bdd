package io.calloutauth.store;

import java.time.Duration;
import java.util.Set;

/**
 * A token as it is kept in its provider's row.
 *
 * @param lease under which it was written
 * @param sealed the sealed token
 * @param lifetime how long it lives, counted from when its lease was taken
 * @param age how long ago its lease was taken, by the store's clock; negative when that clock
 *     stepped back behind it
 * @param scope the scope granted, separated by spaces; empty when none is known
 * @param warnings what was odd about the response that brought it
 */
public record StoredToken(
    Lease lease,
    Sealed sealed,
    Duration lifetime,
    Duration age,
    String scope,
    Set<String> warnings) {

  /** Copies the set. */
  public StoredToken {
    warnings = Set.copyOf(warnings);
  }
}
