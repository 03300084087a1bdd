package io.calloutauth.store;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps one token row for each provider, and the lease that lets one node at a time do a token
 * request for it.
 *
 * <p>Thread-safe; every method may block. None of them ever joins a transaction of the host: what
 * they read is committed, and what they write is visible to all nodes when they return.
 *
 * @see Store
 */
public interface TokenStore {

  /** How many token rows are read at once at most. */
  int MOST_AT_ONCE = 100;

  /** Returns a provider's token row; empty when there is no such provider. */
  Optional<TokenRow> find(ProviderKey key);

  /**
   * Returns the token rows of several providers, of any tenants, in one read; what is no provider
   * has none.
   *
   * @param keys {@value #MOST_AT_ONCE} at most
   */
  Map<ProviderKey, TokenRow> find(Collection<ProviderKey> keys);

  /**
   * Takes the lease: only if the epoch is the provider's own, as it is committed, the row's fence
   * and owner are still those that were read, and the lease is free, over, or held for another
   * epoch. The fence grows by one, and the owner is drawn at random.
   *
   * <p>One that takes over is had although somebody holds the lease. A doubt that it marks is
   * written with it; one that is there about the same authorization keeps its time.
   */
  LeaseResult lease(ProviderKey key, LeaseRequest request);

  /**
   * Writes what a token request left, and gives the lease back. A token replaces the one before and
   * takes back an earlier revocation. Token and continuation are written together or not at all. An
   * authorization that somebody gave just now is numbered by the store's clock, in milliseconds,
   * where that is higher than the number that the continuation has: no number is given out twice.
   *
   * @return false when the row's fence and owner are not the lease's any more; then nothing
   *     changed, and the token request's result is nobody's
   */
  boolean complete(ProviderKey key, Lease lease, TokenRequestOutcome outcome);

  /**
   * Drops the token, and with it the continuation where the authorization ends; notes the
   * revocation, and keeps what a server is to be told in the same step: a node that ends at that
   * moment leaves all or nothing. A lease that is held is lost, and every node hears of it as a
   * change. What passes the limit of pending revocations is not kept; the token is dropped all the
   * same. The fence grows by one, and the owner is drawn at random.
   *
   * @return false when fence or owner are others by now, or there is no such provider; then nothing
   *     changed
   */
  boolean revoke(ProviderKey key, RevokeRequest request);

  /**
   * Claims a continuation that is due, because it stayed unused for as long as {@link
   * Continuation#dueIn()} says: nobody else gets it until the claim runs out. Changes nothing else
   * of its row. One that is written later is due in its own time.
   *
   * @param duration how long the claim runs; above zero
   * @param notOf tenants whose turn it is not; a few
   * @return whose continuation it is; empty when none of another tenant is due
   */
  Optional<ProviderKey> claimDue(Duration duration, Set<String> notOf);

  /**
   * Puts off a continuation that somebody claimed and found nothing to do for.
   *
   * @param read the row as it was read after the claim
   * @param due how long nobody is to claim it
   * @return false when fence or owner are others by now, there is no such provider, or its
   *     continuation is never due; then nothing changed
   */
  boolean putOffDue(ProviderKey key, TokenRow read, Duration due);
}
