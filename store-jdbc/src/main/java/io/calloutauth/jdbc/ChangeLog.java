package io.calloutauth.jdbc;

import io.calloutauth.store.ChangeFeed.Kind;
import java.sql.SQLException;
import java.util.List;

/** Notes changes, in the transaction that makes them. */
final class ChangeLog {

  private static final String INSERT =
      "INSERT INTO ${change} (changed_at, tenant, kind, subject) VALUES (${now}, ?, ?, ?)";

  private ChangeLog() {}

  static void add(Session session, String tenant, Kind kind, String subject) throws SQLException {
    session.update(INSERT, tenant, kind.name(), subject);
  }

  static void addAll(Session session, String tenant, Kind kind, List<String> subjects)
      throws SQLException {
    session.updateEach(
        INSERT,
        subjects.stream().map(subject -> new Object[] {tenant, kind.name(), subject}).toList());
  }
}
