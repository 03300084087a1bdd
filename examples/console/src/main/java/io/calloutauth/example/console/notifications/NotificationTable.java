package io.calloutauth.example.console.notifications;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The host's table of notifications; nothing is found without its tenant. Thread-safe. */
@Repository
public class NotificationTable {

  private final JdbcClient database;

  NotificationTable(JdbcClient database) {
    this.database = database;
  }

  /** Returns a tenant's notifications in the order of their names. */
  public List<Notification> list(String tenant) {
    return database
        .sql(
            "select id, name, url, method, version from notification where tenant = ? order by name, id")
        .param(tenant)
        .query(NotificationTable::row)
        .list();
  }

  /** Returns a tenant's notifications by their ids. */
  public Map<String, Notification> byId(String tenant) {
    return list(tenant).stream()
        .collect(Collectors.toUnmodifiableMap(Notification::id, Function.identity()));
  }

  /** Returns a notification; empty when the tenant has none with this id. */
  public Optional<Notification> find(String tenant, String id) {
    return database
        .sql("select id, name, url, method, version from notification where tenant = ? and id = ?")
        .params(tenant, id)
        .query(NotificationTable::row)
        .optional();
  }

  /**
   * Stores a notification in place of the one with its id, if there is one, whatever its version.
   */
  public void store(String tenant, Notification notification) {
    Optional<Notification> known = find(tenant, notification.id());
    if (known.isEmpty()) {
      add(tenant, notification);
    } else {
      update(tenant, notification, known.get().version());
    }
  }

  /** Adds a notification. */
  void add(String tenant, Notification notification) {
    database
        .sql("insert into notification (tenant, id, name, url, method) values (?, ?, ?, ?, ?)")
        .params(
            tenant,
            notification.id(),
            notification.name(),
            notification.url(),
            notification.method())
        .update();
  }

  /**
   * Changes a notification that is still of a version.
   *
   * @return whether it was: else nothing is changed
   */
  boolean update(String tenant, Notification notification, long version) {
    return database
            .sql(
                "update notification set name = ?, url = ?, method = ?, version = version + 1"
                    + " where tenant = ? and id = ? and version = ?")
            .params(
                notification.name(),
                notification.url(),
                notification.method(),
                tenant,
                notification.id(),
                version)
            .update()
        == 1;
  }

  /** Removes a notification, if there is one with this id. */
  public void remove(String tenant, String id) {
    database
        .sql("delete from notification where tenant = ? and id = ?")
        .params(tenant, id)
        .update();
  }

  private static Notification row(ResultSet row, int number) throws SQLException {
    return new Notification(
        row.getString("id"),
        row.getString("name"),
        row.getString("url"),
        row.getString("method"),
        row.getLong("version"));
  }
}
