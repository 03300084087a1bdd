package io.calloutauth.jdbc;

import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevokeRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes token rows; each method is the work of one transaction.
 *
 * <ol>
 *   <li>A row is made with its provider, and goes with it: everything here is an update of one row,
 *       decided by its fence and owner, which change together, and by who holds it.
 *   <li>A lease is for the provider's own epoch, whatever epoch the row has: it may be one that a
 *       failover lost. It is free when it is of another epoch, over, or from the future, as a clock
 *       that stepped back leaves it; one that takes over is had all the same.
 *   <li>Who lost its fence writes 0 rows; so does who holds one that a failover gave out again.
 *   <li>A revocation locks the provider first where it makes rows beside the token's: in the order
 *       in which a deletion goes.
 * </ol>
 */
final class TokenWrites {

  /** After commits that were lost a fence is given out twice, and an owner never. */
  static final String AS_READ =
      " WHERE tenant = ? AND provider_id = ? AND fence = ? AND lease_owner = ?";

  private static final String FREE =
      " AND (epoch <> ? OR lease_until <= ${now} OR lease_from > ${now})";

  /** The time comes first: MariaDB compares with what was set before. */
  private static final String DOUBT =
      ", doubt_since = CASE WHEN doubt_no = ? AND doubt_since > 0 THEN doubt_since ELSE ${now} END,"
          + " doubt_no = ?";

  private TokenWrites() {}

  static boolean lease(Session session, ProviderKey key, LeaseRequest request, Lease lease)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    values.addAll(List.of(lease.epoch(), lease.owner(), millis(request.duration())));
    if (request.doubtAbout() != 0) {
      values.addAll(List.of(request.doubtAbout(), request.doubtAbout()));
    }
    values.addAll(List.of(key.tenant(), key.id(), request.readFence(), request.readOwner()));
    if (!request.takesOver()) {
      values.add(lease.epoch());
    }
    String set =
        "UPDATE ${token} SET fence = fence + 1, epoch = ?, lease_owner = ?,"
            + " lease_from = ${now}, lease_until = ${now} + ?"
            + (request.doubtAbout() == 0 ? "" : DOUBT);
    String where = request.takesOver() ? AS_READ : AS_READ + FREE;
    return session.update(set + where, values.toArray()) > 0;
  }

  static boolean complete(Session session, ProviderKey key, Lease lease, OutcomeColumns columns)
      throws SQLException {
    List<@Nullable Object> values = columns.values();
    values.addAll(List.of(key.tenant(), key.id(), lease.fence(), lease.owner()));
    return session.update(
            "UPDATE ${token} SET " + columns.assignments() + AS_READ, values.toArray())
        > 0;
  }

  static boolean revoke(Session session, ProviderKey key, RevokeRequest request, long owner)
      throws SQLException {
    boolean tells = !request.pending().isEmpty();
    if ((tells && !Deletions.lockAgainst(session, key)) || !drop(session, key, request, owner)) {
      return false;
    }
    ChangeLog.add(session, key.tenant(), Kind.PROVIDER, key.id());
    if (tells) {
      keep(session, key, request);
    }
    return true;
  }

  private static boolean drop(Session session, ProviderKey key, RevokeRequest request, long owner)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    boolean ends = request.authorization() != 0;
    values.add(owner);
    if (ends) {
      values.add(request.authorization());
    }
    values.addAll(List.of(key.tenant(), key.id(), request.readFence(), request.readOwner()));
    return session.update(
            "UPDATE ${token} SET fence = fence + 1, lease_owner = ?, sealed = NULL, kid = NULL,"
                + " issued_at = 0, expires_at = 0, lease_until = 0, revoked_at = ${now}"
                + (ends ? OutcomeColumns.ENDED : "")
                + AS_READ,
            values.toArray())
        > 0;
  }

  private static void keep(Session session, ProviderKey key, RevokeRequest request)
      throws SQLException {
    long room = request.limit() - PendingRows.count(session, key);
    for (PendingRevocation pending : request.pending()) {
      if (room-- > 0) {
        PendingRows.insert(session, pending, request.due());
      }
    }
  }

  /** A part of a millisecond is waited for as a whole one. */
  static long millis(Duration duration) {
    return duration.plusNanos(999_999).toMillis();
  }
}
