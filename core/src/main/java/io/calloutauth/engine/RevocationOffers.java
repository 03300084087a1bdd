package io.calloutauth.engine;

import io.calloutauth.client.RevocationResult;
import io.calloutauth.client.Secret;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.UntoldRevocation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers servers the revocations that wait in the store, each until its token's end. Whoever claims
 * one offers it; a node that ends meanwhile leaves a claim that runs out. Thread-safe.
 */
final class RevocationOffers {

  private static final Logger LOG = LoggerFactory.getLogger(RevocationOffers.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 4;
  private static final int MOST_AT_ONCE = 8;

  private final EngineParts parts;
  private final Errands errands;
  private final RevocationStore store;
  private final Clients clients;
  private final AtomicInteger looking = new AtomicInteger();

  RevocationOffers(EngineParts parts, Errands errands) {
    this.parts = parts;
    this.errands = errands;
    this.store = parts.store().revocations();
    this.clients = new Clients(parts.vault(), parts.listener());
  }

  /**
   * Returns how long a revocation waits for its next offer: twice as long each time, or as long as
   * the server asks.
   *
   * @param wait how long the server asks to wait, or null when it does not say
   */
  static Duration delay(int offers, @Nullable Duration wait) {
    Duration own = FIRST.multipliedBy(1L << Math.min(offers, MOST_DOUBLINGS));
    return wait != null && wait.compareTo(own) > 0 ? wait : own;
  }

  /** Says that a server will not be told. */
  static void forgotten(String providerId, String why) {
    LOG.warn("Provider {}: the server is not told of a revocation: {}", providerId, why);
  }

  /** Looks once a minute from now on for what any node left; returns at once. */
  void lookEachMinute() {
    parts
        .world()
        .timer()
        .after(
            INTERVAL,
            () -> {
              lookEachMinute();
              look();
            });
  }

  /** Looks when something falls due; returns at once. */
  void lookAfter(Duration due) {
    parts.world().timer().after(due, this::look);
  }

  private void look() {
    if (looking.incrementAndGet() > MOST_AT_ONCE) {
      looking.decrementAndGet(); // those who look go on until nothing is due
    } else {
      errands.now(this::offerAllDue);
    }
  }

  private void offerAllDue() {
    try {
      Duration claim = deadline().plus(FIRST);
      for (var due = store.claim(claim); due.isPresent(); due = store.claim(claim)) {
        look(); // for others, while this server takes its time
        offer(due.get());
      }
    } catch (StoreException down) {
      LOG.debug("Revocations that wait are not offered: the store does not answer", down);
    } finally {
      looking.decrementAndGet();
    }
  }

  private void offer(UntoldRevocation untold) {
    Optional<ProviderEntry> entry =
        parts
            .store()
            .providers()
            .find(untold.provider())
            .map(row -> ProviderEntry.read(row, parts.policy()));
    if (untold.endsIn().isZero()) {
      forget(untold, "the token is over");
    } else if (entry.isEmpty()) {
      forget(untold, "the provider is gone");
    } else {
      offer(untold, entry.get());
    }
  }

  private void offer(UntoldRevocation untold, ProviderEntry entry) {
    Opened token = parts.vault().openRevoked(entry, untold.token());
    OpenedClient client = clients.open(entry);
    if (token.refusal() == Opened.Refusal.NOT_AUTHENTIC || revocationIsImpossible(entry)) {
      forget(untold, "the provider is another one now, or an endpoint is refused");
    } else if (token.plainText() == null || client.client() == null) {
      putOff(untold, null); // another node may have the key
    } else {
      RevocationResult result =
          parts.client().revoke(client.client(), Secret.of(token.plainText()), deadline());
      if (result.outcome() == RevocationResult.Outcome.NOT_TOLD) {
        putOff(untold, result.retryDelay());
      } else {
        store.remove(untold);
        LOG.debug("Provider {}: a revocation was told late: {}", entry.id(), result.outcome());
      }
    }
  }

  private static boolean revocationIsImpossible(ProviderEntry entry) {
    return entry.registration() == null || entry.registration().revocationEndpoint().isEmpty();
  }

  private void putOff(UntoldRevocation untold, @Nullable Duration wait) {
    Duration due = delay(untold.claims(), wait);
    if (due.compareTo(untold.endsIn()) >= 0) {
      forget(untold, "the token is over by then");
    } else if (store.putOff(untold, due)) {
      lookAfter(due);
    }
  }

  private void forget(UntoldRevocation untold, String why) {
    store.remove(untold);
    forgotten(untold.provider().id(), why);
  }

  private Duration deadline() {
    return parts.settings().exchangeDeadline();
  }

  @Override
  public String toString() {
    return "RevocationOffers[" + looking + " look]";
  }
}
