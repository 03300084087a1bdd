package io.calloutauth.jdbc;

import io.calloutauth.store.ChangeFeed.Kind;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;

/**
 * Notes changes, in the transaction that makes them. Each gets a random mark: a database that lost
 * its last commits gives their ids out again, and no mark.
 */
final class ChangeLog {

  private static final String INSERT =
      "INSERT INTO ${change} (changed_at, mark, tenant, kind, subject)"
          + " VALUES (${now}, ?, ?, ?, ?)";

  private static final SecureRandom RANDOM = new SecureRandom();

  private ChangeLog() {}

  static void add(Session session, String tenant, Kind kind, String subject) throws SQLException {
    long mark = mark();
    session.update(INSERT, mark, tenant, kind.name(), subject);
    session.noteMark(mark);
  }

  static void addAll(Session session, String tenant, Kind kind, List<String> subjects)
      throws SQLException {
    session.updateEach(
        INSERT,
        subjects.stream()
            .map(subject -> new Object[] {mark(), tenant, kind.name(), subject})
            .toList());
    if (kind == Kind.BINDING) {
      session.noteRebound(subjects);
    }
  }

  /** Of at most 18 digits, as a cursor writes it. */
  private static long mark() {
    return RANDOM.nextLong() >>> 5;
  }
}
