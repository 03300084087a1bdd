package io.calloutauth.engine;

import io.calloutauth.client.FailureClass;
import io.calloutauth.client.RevocationResult;
import io.calloutauth.client.Secret;
import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.engine.TokenOutcome.Blocked;
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
 * Tells servers of revocations, at first and again, each until its token's end (RFC 7009 section
 * 2.2.1). Thread-safe; what blocks runs on the threads that it was given.
 *
 * <ol>
 *   <li>What is to be told is in the store, sealed so that it opens for nothing else, and outlives
 *       the node.
 *   <li>Every node looks once a minute for one that is due; the node that put it off looks when it
 *       falls due. Whoever claims it offers it.
 *   <li>Not told again: it is put off, for twice as long, or as long as the server asks.
 *   <li>A node that ends while it offers one leaves a claim that runs out.
 * </ol>
 */
final class RevocationOffers {

  private static final Logger LOG = LoggerFactory.getLogger(RevocationOffers.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 4;
  private static final int MOST_AT_ONCE = 8;
  static final RevocationResult NOT_ASKED =
      new RevocationResult(RevocationResult.Outcome.NOT_TOLD, 0, null);

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
      for (var due = store.claim(claim()); due.isPresent(); due = store.claim(claim())) {
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
    Opened opened = opened(entry, untold);
    if (opened.refusal() == Opened.Refusal.NOT_AUTHENTIC) {
      forget(untold, "the provider is another one now");
    } else {
      Secret token = opened.plainText() == null ? null : Secret.of(opened.plainText());
      Revoked revoked = tell(entry, new Revocable(untold, token));
      LOG.debug("Provider {}: a revocation was offered again: {}", entry.id(), revoked.told());
    }
  }

  private Opened opened(ProviderEntry entry, UntoldRevocation untold) {
    try {
      return parts.vault().openRevoked(entry, untold.token());
    } catch (RuntimeException broken) { // its message may hold what was opened
      return Opened.refused(Opened.Refusal.UNAVAILABLE, untold.token().keyId());
    }
  }

  /** Returns how long nobody else offers what this node is about to tell. */
  Duration claim() {
    return deadline().plus(FIRST);
  }

  /**
   * Tells the server; blocks for up to one request. Then the store keeps the revocation no more, or
   * it is put off.
   */
  Revoked tell(ProviderEntry entry, Revocable revocable) {
    UntoldRevocation untold = revocable.untold();
    OpenedClient client = client(entry);
    if (client.client() == null || revocable.token() == null) {
      settle(untold, NOT_ASKED); // another node may have the key
      return client.client() == null ? Revoked.blocked(client.obstacle()) : Revoked.told(NOT_ASKED);
    }
    RevocationResult result = parts.client().revoke(client.client(), revocable.token(), deadline());
    settle(untold, result);
    return Revoked.told(result);
  }

  private OpenedClient client(ProviderEntry entry) {
    try {
      OpenedClient opened = clients.open(entry);
      boolean refused =
          opened.client() != null && opened.client().registration().revocationEndpoint().isEmpty();
      return refused ? refused(entry) : opened;
    } catch (RuntimeException broken) { // its message may hold what was opened
      TokenFailure failure = failure(FailureClass.TRANSIENT, TokenError.NODE_FAULT);
      return OpenedClient.blocked(
          new TokenOutcome.Failed(entry.id(), failure, Duration.ZERO), failure);
    }
  }

  /** There is one, and the policy does not let it be used any more. */
  private OpenedClient refused(ProviderEntry entry) {
    clients.refused(entry);
    return OpenedClient.blocked(
        new Blocked(entry.id(), Blocked.Reason.REVOCATION_ENDPOINT_REFUSED),
        failure(FailureClass.PERMANENT, TokenError.ENDPOINT_REFUSED));
  }

  private static TokenFailure failure(FailureClass kind, TokenError error) {
    return TokenFailure.builder(kind, error).build();
  }

  /** What fails here leaves a claim that runs out. */
  private void settle(@Nullable UntoldRevocation untold, RevocationResult result) {
    if (untold == null) {
      return;
    }
    try {
      if (result.outcome() == RevocationResult.Outcome.NOT_TOLD) {
        putOff(untold, result.retryDelay());
      } else {
        store.remove(untold);
      }
    } catch (StoreException down) {
      LOG.debug("A revocation stays claimed: the store does not answer", down);
    }
  }

  private void putOff(UntoldRevocation untold, @Nullable Duration wait) {
    Duration due = delay(untold.claims(), wait);
    if (due.compareTo(untold.endsIn()) >= 0) {
      forget(untold, "the token is over by then");
    } else if (store.putOff(untold, due)) {
      lookAfter(due);
    } else if (untold.claims() == 0) {
      forgotten(untold.provider().id(), "the provider is gone, or too many of its wait");
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
