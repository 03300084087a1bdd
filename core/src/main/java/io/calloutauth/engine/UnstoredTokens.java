package io.calloutauth.engine;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.schedule.World.Timer;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * Revokes tokens of authorizations that were not stored: nobody else would, and a refresh token may
 * live for ever. While another authorization of the provider counts, they are left alone: many
 * servers end all that one person gave a client with any part of it (Keycloak and oidc-provider
 * do), and that one must not be lost to one that failed. Thread-safe; what blocks runs on the
 * threads that it was given, for which tenants take turns: a tenant whose server hangs holds up
 * nobody else's tokens.
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
        () -> takeBackUnlessAuthorized(redeemed, token, read),
        () ->
            VolatileRevocations.warnForgotten(
                redeemed.id(), "a token was not stored, and this node was closed"));
  }

  private void takeBackUnlessAuthorized(
      ProviderEntry redeemed, IssuedToken token, @Nullable TokenRow read) {
    if (isAuthorized(redeemed, read)) {
      VolatileRevocations.warnForgotten(
          redeemed.id(), "a token was not stored, and another authorization might end with it");
    } else {
      servers.takeBack(redeemed, token);
    }
  }

  private boolean isAuthorized(ProviderEntry redeemed, @Nullable TokenRow read) {
    try {
      ProviderEntry now = providers.find(redeemed.key()).orElse(null);
      TokenRow row = tokens.find(redeemed.key()).orElse(null);
      return now != null && counts(now, row);
    } catch (RuntimeException down) { // whatever a store throws, the token must not be forgotten
      return counts(redeemed, read);
    }
  }

  private static boolean counts(ProviderEntry entry, @Nullable TokenRow row) {
    return row != null
        && entry.authorization() != null
        && !new RefreshTokenReview(entry, row, Demand.USE).isOver();
  }
}
