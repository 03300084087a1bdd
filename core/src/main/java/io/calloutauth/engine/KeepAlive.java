package io.calloutauth.engine;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.schedule.RateLimit.Permit;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps idle authorizations alive: many servers forget a refresh token that stays unused. Every
 * node looks once a minute for one that is due; whoever claims it in the store uses it, and a claim
 * that nothing came of runs out. Tenants take turns. Thread-safe; what blocks runs on the threads
 * that it was given.
 *
 * @param tokens keeps when they are due
 * @param loader brings their slots
 * @param tasks start and run it
 */
record KeepAlive(TokenStore tokens, CacheLoader<?> loader, BackgroundTasks tasks) {

  private static final Logger LOG = LoggerFactory.getLogger(KeepAlive.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration CLAIM = Duration.ofMinutes(3);
  private static final Duration PUT_OFF = Duration.ofMinutes(30);
  private static final int MOST_AT_ONCE = 20;

  /** Looks once a minute from now on; returns at once. */
  void lookEachMinute() {
    tasks.timer().after(INTERVAL, this::lookAndGoOn);
  }

  private void lookAndGoOn() {
    lookEachMinute();
    tasks.now(this::look);
  }

  private void look() {
    Set<String> served = new HashSet<>();
    try {
      for (int claimed = 0; claimed < MOST_AT_ONCE; claimed++) {
        ProviderKey due = tokens.claimDue(CLAIM, served).orElse(null);
        if (due == null && !served.isEmpty()) { // each that waits has had its turn
          served.clear();
          due = tokens.claimDue(CLAIM, served).orElse(null);
        }
        if (due == null) {
          return;
        }
        served.add(due.tenant());
        use(due);
      }
    } catch (StoreException down) {
      LOG.debug("Idle authorizations are not looked for: the store does not answer", down);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  private void use(ProviderKey key) {
    loader
        .askSlot(key, slot -> slot.request(Demand.KEEP_ALIVE, slot.last(), Permit.ALWAYS))
        .thenAccept(
            outcome -> {
              if (outcome instanceof TokenOutcome.Blocked) {
                tasks.now(() -> putOff(key));
              }
            });
  }

  /** A provider that is disabled makes no token requests. */
  private void putOff(ProviderKey key) {
    try {
      tokens.find(key).ifPresent(row -> tokens.putOffDue(key, row, PUT_OFF));
    } catch (StoreException down) {
      LOG.debug("Provider {}: a claim runs out: the store does not answer", key.id(), down);
    }
  }
}
