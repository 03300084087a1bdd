package io.calloutauth.engine;

import io.calloutauth.client.TokenClient;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.provider.Vault;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What token requests are made with.
 *
 * @param tokens the shared rows
 * @param outage what is known of a store that failed
 * @param client talks to authorization servers
 * @param vault seals and opens
 * @param clocks tell the time
 * @param timer starts what has to wait
 * @param bulkhead bounds how many run at once
 * @param random draws from 0 to 1
 * @param listener hears what becomes of them
 * @param deadline how long one may take, waiting for a place included
 * @param slots hears of what a token request finds out about its provider
 */
record TokenRequests(
    TokenStore tokens,
    StoreOutage outage,
    TokenClient client,
    Vault vault,
    Clocks clocks,
    Timer timer,
    Bulkhead bulkhead,
    DoubleSupplier random,
    TokenListener listener,
    Duration deadline,
    Slots slots) {

  /** Keeps slots true to what token requests find out. Blocks as the store does. */
  interface Slots {

    /** Forgets a provider that is no more: whoever waits for its token is told so. */
    void gone(ProviderKey key);

    /** Reads a slot's provider again, and retires the slot when it is of another epoch by now. */
    void reread(Slot slot);
  }

  private static final Logger LOG = LoggerFactory.getLogger(TokenRequests.class);

  /**
   * How much longer a lease runs than a token request may take: a stalled holder must not meet its
   * successor.
   */
  private static final Duration LEASE_SURPLUS = Duration.ofSeconds(5);

  static TokenRequests of(EngineParts parts, Bulkhead bulkhead, Slots slots) {
    return new TokenRequests(
        parts.store().tokens(),
        new StoreOutage(),
        parts.client(),
        parts.vault(),
        parts.clocks(),
        parts.world().timer(),
        bulkhead,
        parts.world().random(),
        parts.listener(),
        parts.settings().requestDeadline(),
        slots);
  }

  /** Starts a flight's token request; it ends in {@link Slot#land}. */
  void begin(Slot slot, InFlightTokenRequest flight) {
    new TokenRequest(this, slot, flight).begin();
  }

  /**
   * Requests a token. Whatever breaks on the way is a failure like any other, so that the lease is
   * given back and other nodes know.
   */
  TokenResult fetch(ProviderEntry entry, RegisteredClient registered, Duration given) {
    try {
      return client.fetch(registered, GrantInput.NONE, given);
    } catch (RuntimeException | Error broken) { // its message may quote what it was given
      LOG.warn("Provider {}: a token request broke off with {}", entry.id(), broken.getClass());
      return TokenFailure.builder(FailureClass.TRANSIENT, TokenError.NODE_FAULT).build();
    }
  }

  /** Settles a failure on this side that may soon be over. */
  Landing failed(Slot slot, TokenError error) {
    TokenFailure failure = TokenFailure.builder(FailureClass.TRANSIENT, error).build();
    ReadyToken last = slot.last();
    Duration usableFor = last == null ? Duration.ZERO : last.expired().until(now());
    return settlement(slot.entry()).failed(failure, slot.backOff(), usableFor);
  }

  Duration lease() {
    return deadline.plus(LEASE_SURPLUS);
  }

  SharedRow rows() {
    return new SharedRow(new TokenVault(vault), clocks, random, listener);
  }

  ResultWriter results() {
    return new ResultWriter(tokens, new TokenVault(vault), clocks);
  }

  Settlement settlement(ProviderEntry entry) {
    return new Settlement(entry, clocks, random);
  }

  Clients clients() {
    return new Clients(vault, listener);
  }

  TokenPresenter presenter() {
    return new TokenPresenter(client, clients(), deadline);
  }

  Announcer announcer() {
    return new Announcer(listener);
  }

  Moment now() {
    return clocks.now();
  }
}
