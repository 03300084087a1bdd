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
 * @see TokenStore#revoke
 */
public interface RevocationStore {

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
