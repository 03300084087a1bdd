package io.calloutauth.jdbc;

import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryNote.Rule;
import io.calloutauth.store.HistoryRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Writes and reads the rows of history.
 *
 * <p>What a row is open as stands in its {@code row_key}, which is unique for each provider; one
 * that is not open has a key of its own there, and no state.
 */
final class HistoryRows {

  /** The columns to read. */
  static final String COLUMNS =
      "id, tenant, provider_id, provider_name, notification_id, kind, succeeded, actor, detail,"
          + " changed_fields, correlation_id, times, first_at, last_at";

  private static final String OF_PROVIDER = " WHERE tenant = ? AND provider_id = ?";

  private HistoryRows() {}

  /** Writes the rows of a change that is made in this transaction. */
  static void record(Session session, HistoryNote note, List<String> notifications)
      throws SQLException {
    for (HistoryRow row : note.rows(notifications)) {
      insert(session, HistoryNote.of(row));
    }
  }

  /** Writes what happened, as its rule says. */
  static void write(Session session, HistoryNote note) throws SQLException {
    switch (note.rule()) {
      case OWN -> insert(session, note);
      case COUNTED -> join(session, note);
      case IN_TURN -> {
        end(session, note);
        join(session, note);
      }
      case ENDING -> {
        if (end(session, note) > 0) {
          insert(session, note);
        }
      }
    }
  }

  /** Another node may open the row in between, or end it. */
  private static void join(Session session, HistoryNote note) throws SQLException {
    if (count(session, note) == 0 && insert(session, note) < 0 && count(session, note) == 0) {
      throw new LostRaceException("The row of history was opened and ended at the same moment");
    }
  }

  private static int count(Session session, HistoryNote note) throws SQLException {
    HistoryRow row = note.row();
    return session.update(
        "UPDATE ${event} SET times = times + ?, last_at = greatest(last_at, ${now} - ?),"
            + " correlation_id = ?"
            + OF_PROVIDER
            + " AND row_key = ?",
        row.count(),
        TokenWrites.millis(note.ago()),
        row.correlationId(),
        row.tenant(),
        row.provider().id(),
        note.key());
  }

  /** Looks for them without a lock first: what a host has not committed yet is not waited for. */
  private static int end(Session session, HistoryNote note) throws SQLException {
    HistoryRow row = note.row();
    List<Long> open =
        session.list(
            read -> read.getLong(1),
            "SELECT id FROM ${event}" + OF_PROVIDER + " AND state = ? AND row_key <> ? ORDER BY id",
            row.tenant(),
            row.provider().id(),
            note.state(),
            note.key());
    int ended = 0;
    for (Long id : open) {
      ended +=
          session.update(
              "UPDATE ${event} SET state = '', row_key = concat('#', id)"
                  + " WHERE id = ? AND state = ?",
              id,
              note.state());
    }
    return ended;
  }

  /** Returns -1 when one is open that it has to join. */
  private static int insert(Session session, HistoryNote note) throws SQLException {
    boolean opens = note.rule() == Rule.COUNTED || note.rule() == Rule.IN_TURN;
    HistoryRow row = note.row();
    long last = TokenWrites.millis(note.ago());
    return session.updateUnlessTaken(
        "INSERT INTO ${event} (tenant, provider_id, provider_name, notification_id, kind, state,"
            + " row_key, succeeded, actor, detail, changed_fields, correlation_id, times, first_at,"
            + " last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${now} - ?, ${now} - ?)",
        row.tenant(),
        row.provider().id(),
        row.providerName(),
        row.notificationId().orElse(null),
        row.kind(),
        opens ? note.state() : "",
        opens ? note.key() : "#" + UUID.randomUUID(),
        row.succeeded(),
        row.actor().orElse(null),
        row.detail(),
        JsonText.array(row.fields()),
        row.correlationId(),
        row.count(),
        last + TokenWrites.millis(note.lasted()),
        last);
  }

  static HistoryRow read(ResultSet row) throws SQLException {
    HistoryRow.Builder read =
        HistoryRow.builder(row.getString("tenant"), row.getString("kind"))
            .succeeded(row.getBoolean("succeeded"))
            .actor(row.getString("actor"))
            .detail(row.getString("detail"))
            .fields(JsonText.readArray(row.getString("changed_fields")).orElse(List.of()))
            .correlationId(row.getString("correlation_id"))
            .counted(
                row.getLong("times"),
                Instant.ofEpochMilli(row.getLong("first_at")),
                Instant.ofEpochMilli(row.getLong("last_at")));
    String provider = row.getString("provider_id");
    if (!provider.isEmpty()) {
      read.provider(provider, row.getString("provider_name"));
    }
    String notification = row.getString("notification_id");
    if (notification != null) {
      read.notification(notification);
    }
    return read.build();
  }
}
