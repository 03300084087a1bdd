package io.calloutauth.store;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the revocations that a server was not told yet, and lets one node at a time offer each of
 * them again. They go with their provider.
 *
 * <p>Thread-safe; every method may block. None of them ever joins a transaction of the host.
 *
 * @see Store
 */
public interface RevocationStore {

  /**
   * Drops a provider's token as {@link TokenStore#revoke} does, and keeps its revocation in the
   * same step: a node that ends at that moment leaves both or neither.
   *
   * @param pending what is to be told, not claimed yet; a provider that has as many as it may have
   *     loses its token all the same, and this is not kept
   * @param readFence the token row's fence as it was read
   * @param due how long nobody is to claim it
   * @param limit how many a provider may have; those that are kept at the same moment may pass it
   *     by their number
   * @return false when the fence is another by now, or there is no such provider; then nothing
   *     changed
   */
  boolean revoke(PendingRevocation pending, long readFence, Duration due, int limit);

  /**
   * Claims a revocation that is due: nobody else gets it until the claim runs out. One whose token
   * is over is to be had like any other; it is the caller's to remove.
   *
   * @param duration how long the claim runs
   * @param notOf tenants whose turn it is not; a few
   * @return the revocation as it is now, this claim counted; empty when none of another tenant is
   *     due
   */
  Optional<PendingRevocation> claim(Duration duration, Set<String> notOf);

  /**
   * Puts off a revocation that is claimed, or was not claimed yet, and ends the claim.
   *
   * @param due how long nobody is to claim it
   * @return false when another claim came after this one, or it is gone; then nothing changed
   */
  boolean putOff(PendingRevocation claimed, Duration due);

  /** Removes a revocation, whoever claimed it last; one that is gone is no error. */
  void remove(PendingRevocation pending);
}
