package io.calloutauth.jdbc;

import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderStore.Deletion;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Deletes providers, and keeps one from deletion; each method is the work of one transaction.
 *
 * <p>The provider is locked before its bindings are looked at: a binding that is being made waits,
 * and then finds no provider. The foreign key has the last word.
 */
final class Deletions {

  private Deletions() {}

  static Deletion delete(Session session, ProviderKey key, int sample) throws SQLException {
    if (!locked(session, key)) {
      return new Deletion(false, 0, List.of());
    }
    long users = users(session, key);
    if (users > 0) {
      return new Deletion(true, users, firstUsers(session, key, sample));
    }
    remove(session, key);
    ChangeLog.add(session, key.tenant(), Kind.PROVIDER, key.id());
    return new Deletion(true, 0, List.of());
  }

  static Optional<List<String>> deleteAndDetach(Session session, ProviderKey key)
      throws SQLException {
    if (!locked(session, key)) {
      return Optional.empty();
    }
    List<String> detached =
        session.list(
            row -> row.getString(1),
            "SELECT notification_id FROM ${binding} WHERE tenant = ? AND provider_id = ?"
                + " ORDER BY notification_id FOR UPDATE",
            key.tenant(),
            key.id());
    session.update(
        "UPDATE ${binding} SET provider_id = NULL, version = version + 1"
            + " WHERE tenant = ? AND provider_id = ?",
        key.tenant(),
        key.id());
    remove(session, key);
    ChangeLog.addAll(session, key.tenant(), Kind.BINDING, detached);
    ChangeLog.add(session, key.tenant(), Kind.PROVIDER, key.id());
    return Optional.of(detached);
  }

  /**
   * Removes what a tenant has at this moment. A provider that is made meanwhile is left, and what
   * is bound to it: only bindings of the providers that are removed, and detached ones, go.
   */
  static boolean purge(Session session, String tenant) throws SQLException {
    List<Object[]> providers =
        session.list(
            row -> new Object[] {tenant, row.getString(1)},
            "SELECT id FROM ${provider} WHERE tenant = ? ORDER BY id FOR UPDATE",
            tenant);
    session.updateEach("DELETE FROM ${binding} WHERE tenant = ? AND provider_id = ?", providers);
    int detached =
        session.update("DELETE FROM ${binding} WHERE tenant = ? AND provider_id IS NULL", tenant);
    remove(session, providers);
    session.update("DELETE FROM ${event} WHERE tenant = ?", tenant);
    if (providers.isEmpty() && detached == 0) {
      return false;
    }
    ChangeLog.add(session, tenant, Kind.TENANT, "");
    return true;
  }

  /**
   * Keeps a provider from deletion until the transaction ends; returns false when it is gone. One
   * that is not committed yet is not waited for: it is looked for without a lock first.
   */
  static boolean lockAgainst(Session session, ProviderKey key) throws SQLException {
    String find = "SELECT id FROM ${provider} WHERE tenant = ? AND id = ?";
    return session.any(find, key.tenant(), key.id())
        && session.any(find + session.dialect().keepingFromDeletion(), key.tenant(), key.id());
  }

  private static boolean locked(Session session, ProviderKey key) throws SQLException {
    return session.any(
        "SELECT id FROM ${provider} WHERE tenant = ? AND id = ? FOR UPDATE",
        key.tenant(),
        key.id());
  }

  private static void remove(Session session, ProviderKey key) throws SQLException {
    remove(session, List.<Object[]>of(new Object[] {key.tenant(), key.id()}));
  }

  /** Fails when a binding refuses it that a long transaction of the host's could not see. */
  private static void remove(Session session, List<Object[]> providers) throws SQLException {
    try {
      session.updateEach("DELETE FROM ${provider} WHERE tenant = ? AND id = ?", providers);
    } catch (SQLException e) {
      if (!session.dialect().isReferenced(e)) {
        throw e;
      }
      LostRaceException lost =
          new LostRaceException("The provider was bound after the transaction began");
      lost.initCause(e);
      throw lost;
    }
  }

  private static long users(Session session, ProviderKey key) throws SQLException {
    return session
        .first(
            row -> row.getLong(1),
            "SELECT count(*) FROM ${binding} WHERE tenant = ? AND provider_id = ?",
            key.tenant(),
            key.id())
        .orElse(0L);
  }

  private static List<String> firstUsers(Session session, ProviderKey key, int sample)
      throws SQLException {
    return session.list(
        row -> row.getString(1),
        "SELECT notification_id FROM ${binding} WHERE tenant = ? AND provider_id = ?"
            + " ORDER BY notification_id LIMIT ?",
        key.tenant(),
        key.id(),
        sample);
  }
}
