package io.calloutauth.soak;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The change table of a node's database. Rows are kept for an hour and purged every 10 minutes:
 * after 80 minutes none is left.
 */
final class ChangeTable {

  private static final int OLD_ROWS = 20_001;
  private static final long OVERDUE_MILLIS = TimeUnit.MINUTES.toMillis(80);
  private static final long OLD_MILLIS = TimeUnit.HOURS.toMillis(2);

  private final DataSource source;

  ChangeTable(DataSource source) {
    this.source = source;
  }

  /** Adds rows of two hours ago, which the first purges have to delete. */
  void addOldRows() throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO callout_auth_change (changed_at, mark, tenant, kind, subject)"
                    + " SELECT ?, n, 'gone', 'TENANT', '' FROM generate_series(1, ?) AS n")) {
      insert.setLong(1, System.currentTimeMillis() - OLD_MILLIS);
      insert.setInt(2, OLD_ROWS);
      insert.executeUpdate();
    }
  }

  /** Returns how many rows there are; null while the database is away. */
  @Nullable Long rows() {
    return count("");
  }

  /** Returns how many rows are left that should be gone; null while the database is away. */
  @Nullable Long overdue() {
    return count(" WHERE changed_at < " + (System.currentTimeMillis() - OVERDUE_MILLIS));
  }

  private @Nullable Long count(String condition) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM callout_auth_change" + condition)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException away) {
      return null;
    }
  }
}
