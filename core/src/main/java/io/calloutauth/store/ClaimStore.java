package io.calloutauth.store;

import java.time.Duration;
import java.util.Optional;

/**
 * Gives each piece of work to one node of all: what is to be done once for as long as a claim runs,
 * whoever comes upon it first. Claims go with their provider.
 *
 * <p>Thread-safe; every method may block. None of them ever joins a transaction of the host. No
 * node hears of a claim as a change.
 *
 * @see Store
 */
public interface ClaimStore {

  /**
   * Claims a piece of work: only if nobody did yet, or that claim ran out.
   *
   * @param name which work, at most 128 characters, compared byte for byte
   * @param duration how long the claim runs, by the store's clock; above zero
   * @return empty when somebody else has it, or there is no such provider
   */
  Optional<Claim> claim(ProviderKey provider, String name, Duration duration);

  /**
   * Lets a claim run for another time from now on, be it over or not; zero gives it back.
   *
   * @return false when another claim came after this one, or it is gone; then nothing changed
   */
  boolean extend(Claim claim, Duration duration);

  /** Removes the claims of all tenants that ran out, and returns how many there were. */
  int sweep();
}
