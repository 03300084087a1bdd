package io.calloutauth.engine;

import io.calloutauth.client.TokenClient;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * What exchanges are made with.
 *
 * @param tokens the shared rows
 * @param client talks to authorization servers
 * @param vault seals and opens
 * @param clocks tell the time
 * @param timer starts what has to wait
 * @param bulkhead bounds how many run at once
 * @param random draws from 0 to 1
 * @param listener hears what becomes of them
 * @param deadline how long one may take, waiting for a place included
 */
record Exchanges(
    TokenStore tokens,
    TokenClient client,
    Vault vault,
    Clocks clocks,
    Timer timer,
    Bulkhead bulkhead,
    DoubleSupplier random,
    TokenListener listener,
    Duration deadline) {

  /**
   * How much longer a lease runs than an exchange may take: a stalled holder must not meet its
   * successor.
   */
  private static final Duration LEASE_SURPLUS = Duration.ofSeconds(5);

  static Exchanges of(EngineParts parts, Bulkhead bulkhead) {
    return new Exchanges(
        parts.store().tokens(),
        parts.client(),
        parts.vault(),
        parts.clocks(),
        parts.world().timer(),
        bulkhead,
        parts.world().random(),
        parts.listener(),
        parts.settings().exchangeDeadline());
  }

  /** Starts a flight's exchange; it ends in {@link Slot#land}. */
  void begin(Slot slot, Flight flight) {
    new Exchange(this, slot, flight).begin();
  }

  Duration lease() {
    return deadline.plus(LEASE_SURPLUS);
  }

  SharedRow rows() {
    return new SharedRow(vault, clocks, random, listener);
  }

  SharedResult shared(ProviderEntry entry) {
    return new SharedResult(vault, clocks, entry);
  }

  Settlement settlement() {
    return new Settlement(clocks, random);
  }

  Clients clients() {
    return new Clients(vault, listener);
  }

  Announcer announcer() {
    return new Announcer(listener);
  }

  Moment now() {
    return Moment.now(clocks);
  }
}
