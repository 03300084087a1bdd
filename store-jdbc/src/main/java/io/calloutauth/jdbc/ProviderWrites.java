package io.calloutauth.jdbc;

import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderStore.Creation;
import io.calloutauth.store.ProviderStore.Update;
import io.calloutauth.store.ProviderStore.Update.Outcome;
import io.calloutauth.store.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes and changes providers; each method is the work of one transaction. */
final class ProviderWrites {

  private ProviderWrites() {}

  static void check(ProviderKey key, ProviderContent content) {
    Limits.provider(key);
    Limits.name(content.name());
    Limits.client(content.client());
    content
        .secrets()
        .forEach(
            (name, value) -> {
              Limits.secret(name);
              Limits.keyId(value.keyId());
            });
  }

  static Creation create(Session session, ProviderKey key, ProviderContent content, int limit)
      throws SQLException {
    Census census = census(session, key.tenant(), limit);
    if (census.providers() >= limit) {
      return isNamed(session, key.tenant(), content.name().key())
          ? Creation.NAME_TAKEN
          : Creation.LIMIT_REACHED;
    }
    if (insert(session, key, content, census.now()) < 0) {
      if (exists(session, key)) {
        throw new StoreException("The provider's id was used before", false, null);
      }
      return Creation.NAME_TAKEN;
    }
    insertSecrets(session, key, content);
    insertToken(session, key);
    ChangeLog.add(session, key.tenant(), Kind.PROVIDER, key.id());
    return Creation.CREATED;
  }

  static Update update(
      Session session, ProviderKey key, long readVersion, NewNumber anew, ProviderContent content)
      throws SQLException {
    int rows = rewrite(session, key, readVersion, anew, content);
    if (rows < 0) {
      return Update.refused(Outcome.NAME_TAKEN);
    }
    if (rows == 0) {
      return Update.refused(exists(session, key) ? Outcome.STALE : Outcome.NOT_FOUND);
    }
    session.update(
        "DELETE FROM ${secret} WHERE tenant = ? AND provider_id = ?", key.tenant(), key.id());
    insertSecrets(session, key, content);
    ChangeLog.add(session, key.tenant(), Kind.PROVIDER, key.id());
    return updated(session, key);
  }

  /** The database's clock numbers it: a count alone comes again after commits that were lost. */
  private static int rewrite(
      Session session, ProviderKey key, long readVersion, NewNumber anew, ProviderContent content)
      throws SQLException {
    List<Object> values = new ArrayList<>(List.of(content.name().text(), content.name().key()));
    if (anew == NewNumber.AUTHORIZATION) {
      values.add(authorization(session, key) + 1);
    }
    values.addAll(List.of(content.client(), JsonText.object(content.settings())));
    values.addAll(List.of(content.disabled(), key.tenant(), key.id(), readVersion));
    return session.updateUnlessTaken(
        "UPDATE ${provider} SET name = ?, name_key = ?,"
            + " version = greatest(version + 1, ${now}),"
            + numbers(anew)
            + " client = ?, settings = ?, disabled = ?,"
            + " updated_at = ${now} WHERE tenant = ? AND id = ? AND version = ?",
        values.toArray());
  }

  private static String numbers(NewNumber anew) {
    String epoch = " epoch = greatest(epoch + 1, ${now}),";
    return switch (anew) {
      case NONE -> "";
      case EPOCH -> epoch;
      case AUTHORIZATION ->
          epoch + " authorization_no = greatest(authorization_no + 1, ?, ${now}),";
    };
  }

  /** What somebody gave in this very millisecond, or by a faster clock, ends with the edit too. */
  private static long authorization(Session session, ProviderKey key) throws SQLException {
    return session
        .first(
            row -> row.getLong(1),
            "SELECT refresh_no FROM ${token} WHERE tenant = ? AND provider_id = ?",
            key.tenant(),
            key.id())
        .orElse(0L);
  }

  private static Update updated(Session session, ProviderKey key) throws SQLException {
    return session
        .first(
            row -> new Update(Outcome.UPDATED, row.getLong(1), row.getLong(2), row.getLong(3)),
            "SELECT version, epoch, authorization_no FROM ${provider} WHERE tenant = ? AND id = ?",
            key.tenant(),
            key.id())
        .orElseThrow();
  }

  private record Census(long providers, long now) {}

  private static Census census(Session session, String tenant, int limit) throws SQLException {
    return session
        .first(
            row -> new Census(row.getLong(1), row.getLong(2)),
            "SELECT count(*), ${now} FROM"
                + " (SELECT id FROM ${provider} WHERE tenant = ? LIMIT ?) counted",
            tenant,
            limit)
        .orElseThrow();
  }

  private static int insert(Session session, ProviderKey key, ProviderContent content, long now)
      throws SQLException {
    return session.updateUnlessTaken(
        "INSERT INTO ${provider} (tenant, id, name, name_key, version, epoch, authorization_no,"
            + " client, settings, disabled, created_at, updated_at)"
            + " VALUES (?, ?, ?, ?, 1, 1, 1, ?, ?, ?, ?, ?)",
        key.tenant(),
        key.id(),
        content.name().text(),
        content.name().key(),
        content.client(),
        JsonText.object(content.settings()),
        content.disabled(),
        now,
        now);
  }

  private static void insertSecrets(Session session, ProviderKey key, ProviderContent content)
      throws SQLException {
    List<Object[]> rows =
        content.secrets().entrySet().stream()
            .map(
                secret ->
                    new Object[] {
                      key.tenant(),
                      key.id(),
                      secret.getKey(),
                      secret.getValue().keyId(),
                      secret.getValue().text()
                    })
            .toList();
    session.updateEach(
        "INSERT INTO ${secret} (tenant, provider_id, name, kid, seal_no, sealed)"
            + " VALUES (?, ?, ?, ?, 1, ?)",
        rows);
  }

  private static void insertToken(Session session, ProviderKey key) throws SQLException {
    session.update(
        "INSERT INTO ${token} (tenant, provider_id, fence, epoch, lease_from, lease_until,"
            + " lease_owner, token_epoch, token_fence, token_owner, issued_at, expires_at,"
            + " failure_epoch, failing_since, attempts, last_attempt_at, next_attempt_at,"
            + " revoked_at, refresh_no, refresh_at, refresh_ends_at, refresh_due_from,"
            + " refresh_due_at, doubt_no, doubt_since, authorized_at, format)"
            + " VALUES (?, ?, "
            + "0, ".repeat(24)
            + "0)",
        key.tenant(),
        key.id());
  }

  private static boolean exists(Session session, ProviderKey key) throws SQLException {
    return session.any(
        "SELECT id FROM ${provider} WHERE tenant = ? AND id = ?", key.tenant(), key.id());
  }

  private static boolean isNamed(Session session, String tenant, String nameKey)
      throws SQLException {
    return session.any(
        "SELECT id FROM ${provider} WHERE tenant = ? AND name_key = ?", tenant, nameKey);
  }
}
