package io.calloutauth.engine;

import io.calloutauth.client.RevocationResult;
import io.calloutauth.client.Secret;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.UntoldRevocation;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens whose revocation the server could not be told: each is offered again until its end (RFC
 * 7009 section 2.2.1). Thread-safe; what blocks runs on the threads that it was given.
 *
 * <ol>
 *   <li>It is kept in the store, sealed so that it opens for nothing else, and outlives the node.
 *   <li>Every node looks once a minute for one that is due; the node that kept it looks when it
 *       falls due. Whoever claims it offers it.
 *   <li>Not told again: it is put off, for twice as long, or as long as the server asks.
 *   <li>A node that ends while it offers one leaves a claim that runs out.
 * </ol>
 */
final class UntoldRevocations {

  private static final Logger LOG = LoggerFactory.getLogger(UntoldRevocations.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 4;
  private static final int MOST_OF_ONE_PROVIDER = 100;
  private static final int MOST_BESIDE_THE_STORE = 1_000;
  private static final int MOST_AT_ONCE = 8;

  private final EngineParts parts;
  private final RevocationStore store;
  private final Clients clients;
  private final Executor threads;
  private final AtomicInteger looking = new AtomicInteger();
  private final AtomicInteger besideTheStore = new AtomicInteger();

  UntoldRevocations(EngineParts parts, Executor threads) {
    this.parts = parts;
    this.store = parts.store().revocations();
    this.clients = new Clients(parts.vault(), parts.listener());
    this.threads = threads;
  }

  /** One that is not in the store yet: it has moments of this node's clocks. */
  private record Unkept(UntoldRevocation untold, Moment end, Moment due) {}

  /** Looks once a minute from now on; returns at once. */
  void start() {
    after(
        INTERVAL,
        () -> {
          start();
          look();
        });
  }

  /**
   * Keeps a token whose revocation was not told; blocks as the store does. While the store is down
   * it waits on this node.
   *
   * @param wait how long the server asks to wait, or null when it does not say
   */
  void keep(ProviderEntry entry, ReadyToken token, @Nullable Duration wait) {
    Sealed sealed = sealed(entry, token);
    if (sealed == null) {
      return;
    }
    String id = UUID.randomUUID().toString();
    UntoldRevocation untold = new UntoldRevocation(entry.key(), id, sealed, Duration.ZERO, 0);
    Unkept unkept =
        new Unkept(untold, token.validity().expired(), parts.now().plus(delay(untold, wait)));
    if (!kept(unkept)) {
      waitForTheStore(unkept);
    }
  }

  private @Nullable Sealed sealed(ProviderEntry entry, ReadyToken token) {
    try {
      return parts.vault().sealRevoked(entry, token.token());
    } catch (RuntimeException unsealed) { // its message may hold what was to be sealed
      LOG.warn(
          "Provider {}: the server is not told of a revocation: the token cannot be sealed: {}",
          entry.id(),
          unsealed.getClass().getName());
      return null;
    }
  }

  /** Returns false when the store is down. */
  private boolean kept(Unkept unkept) {
    Duration due = unkept.due().until(parts.now());
    Duration endsIn = unkept.end().until(parts.now());
    if (due.compareTo(endsIn) >= 0) {
      forgotten(unkept.untold(), "the token is over by then");
      return true;
    }
    try {
      if (store.keep(living(unkept.untold(), endsIn), due, MOST_OF_ONE_PROVIDER)) {
        after(due, this::look);
      } else {
        forgotten(unkept.untold(), "the provider is gone, or too many of its wait");
      }
      return true;
    } catch (StoreException down) {
      LOG.debug("A revocation is not in the store yet", down);
      return false;
    }
  }

  private static UntoldRevocation living(UntoldRevocation untold, Duration endsIn) {
    return new UntoldRevocation(
        untold.provider(), untold.id(), untold.token(), endsIn, untold.claims());
  }

  private void waitForTheStore(Unkept unkept) {
    if (besideTheStore.incrementAndGet() > MOST_BESIDE_THE_STORE) {
      besideTheStore.decrementAndGet();
      forgotten(unkept.untold(), "the store is down, and too many wait on this node");
      return;
    }
    LOG.warn(
        "Provider {}: the store is down: until it is back, a revocation that the server was not"
            + " told waits on this node only",
        unkept.untold().provider().id());
    later(unkept);
  }

  private void later(Unkept unkept) {
    after(INTERVAL, () -> started(() -> keepNow(unkept)));
  }

  private void keepNow(Unkept unkept) {
    if (kept(unkept)) {
      besideTheStore.decrementAndGet();
    } else {
      later(unkept);
    }
  }

  private void look() {
    if (looking.incrementAndGet() > MOST_AT_ONCE) {
      looking.decrementAndGet(); // those who look go on until nothing is due
    } else if (!started(this::offerAllDue)) {
      looking.decrementAndGet();
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
            .map(row -> ProviderEntry.of(row, parts.policy()));
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
    Duration due = delay(untold, wait);
    if (due.compareTo(untold.endsIn()) >= 0) {
      forget(untold, "the token is over by then");
    } else if (store.putOff(untold, due)) {
      after(due, this::look);
    }
  }

  private static Duration delay(UntoldRevocation untold, @Nullable Duration wait) {
    Duration own = FIRST.multipliedBy(1L << Math.min(untold.claims(), MOST_DOUBLINGS));
    return wait != null && wait.compareTo(own) > 0 ? wait : own;
  }

  private void forget(UntoldRevocation untold, String why) {
    store.remove(untold);
    forgotten(untold, why);
  }

  private static void forgotten(UntoldRevocation untold, String why) {
    LOG.warn(
        "Provider {}: the server is not told of a revocation: {}", untold.provider().id(), why);
  }

  private void after(Duration delay, Runnable task) {
    parts.world().timer().after(delay, task);
  }

  private boolean started(Runnable task) {
    try {
      threads.execute(task);
      return true;
    } catch (RejectedExecutionException closed) {
      LOG.trace("The engine is closed");
      return false;
    }
  }

  private Duration deadline() {
    return parts.settings().exchangeDeadline();
  }

  @Override
  public String toString() {
    return "UntoldRevocations[" + looking + " look]";
  }
}
