package io.calloutauth.engine;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.schedule.World.Timer;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoredAuthorization;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Revokes tokens of authorizations that were not stored: nobody else would, and a refresh token may
 * live for ever. While another authorization of the client counts, this provider's or another's,
 * they are left alone: many servers end all that one person gave a client with any part of it
 * (Keycloak and oidc-provider do), and that one must not be lost to one that failed. Thread-safe;
 * what blocks runs on the threads that it was given, for which tenants take turns: a tenant whose
 * server hangs holds up nobody else's tokens.
 *
 * @param providers reads providers
 * @param tokens the shared rows' own store
 * @param servers tells them
 * @param timer starts what has to wait for a thread
 * @param threads run it
 */
record UnstoredTokens(
    ProviderEntry.Reader providers,
    TokenStore tokens,
    ServerGateway servers,
    Timer timer,
    FairExecutor threads) {

  private static final int MOST_SHARING = 500;

  /**
   * Takes a token back, at the server that its request went to; returns at once. On a node that is
   * closed before it comes to it, an operator is told: nobody else knows the token.
   *
   * @param redeemed the entry that it was requested with: no other one's endpoint gets to see it
   * @param read the token row as it was read last, for when the store does not answer; null when
   *     there was none
   */
  void takeBack(ProviderEntry redeemed, IssuedToken token, @Nullable TokenRow read) {
    BackgroundTasks tasks = new BackgroundTasks(timer, threads.of(redeemed.tenant()));
    tasks.nowOr(
        () -> servers.takeBack(redeemed, token, () -> isLeftAlone(redeemed, read)),
        () ->
            VolatileRevocations.warnForgotten(
                redeemed.id(), "a token was not stored, and this node was closed"));
  }

  private boolean isLeftAlone(ProviderEntry redeemed, @Nullable TokenRow read) {
    boolean leftAlone = isAuthorized(redeemed, read);
    if (leftAlone) {
      VolatileRevocations.warnForgotten(
          redeemed.id(), "a token was not stored, and another authorization might end with it");
    }
    return leftAlone;
  }

  private boolean isAuthorized(ProviderEntry redeemed, @Nullable TokenRow read) {
    try {
      ProviderEntry now = providers.find(redeemed.key()).orElse(null);
      TokenRow row = tokens.find(redeemed.key()).orElse(null);
      return (now != null && counts(now, row)) || isSharedClientAuthorized(redeemed);
    } catch (RuntimeException down) { // whatever a store throws, the token must not be forgotten
      return counts(redeemed, read);
    }
  }

  /** To its server the providers of a client are one. */
  private boolean isSharedClientAuthorized(ProviderEntry redeemed) {
    if (redeemed.registration() == null) {
      return false;
    }
    String client = StoredSettings.client(redeemed.registration());
    List<ProviderRow> sharing =
        providers.rows().findByClient(redeemed.tenant(), client, MOST_SHARING).stream()
            .filter(other -> !other.key().equals(redeemed.key()))
            .toList();
    for (int from = 0; from < sharing.size(); from += TokenStore.MOST_AT_ONCE) {
      int to = Math.min(sharing.size(), from + TokenStore.MOST_AT_ONCE);
      if (isAnyAuthorized(sharing.subList(from, to))) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnyAuthorized(List<ProviderRow> few) {
    Map<ProviderKey, TokenRow> rows = tokens.find(few.stream().map(ProviderRow::key).toList());
    for (ProviderRow provider : few) {
      TokenRow row = rows.get(provider.key());
      if (row != null && counts(provider, row.authorization())) {
        return true;
      }
    }
    return false;
  }

  /** Whether this version can read its settings or not. */
  private static boolean counts(ProviderRow provider, StoredAuthorization stored) {
    return stored.number() >= provider.authorization()
        ? stored.continuation() != null
        : provider.content().secrets().containsKey(SecretName.REFRESH_TOKEN);
  }

  private static boolean counts(ProviderEntry entry, @Nullable TokenRow row) {
    return row != null
        && entry.authorization() != null
        && !new RefreshTokenReview(entry, row, Demand.USE).isOver();
  }
}
