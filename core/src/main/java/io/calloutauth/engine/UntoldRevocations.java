package io.calloutauth.engine;

import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.UntoldRevocation;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
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
  private static final Duration STORE_DOWN = Duration.ofMinutes(1);
  private static final int MOST_OF_ONE_PROVIDER = 100;
  private static final int MOST_BESIDE_THE_STORE = 1_000;

  private final EngineParts parts;
  private final Errands errands;
  private final RevocationOffers offers;
  private final AtomicInteger besideTheStore = new AtomicInteger();

  UntoldRevocations(EngineParts parts, Executor threads) {
    this.parts = parts;
    this.errands = new Errands(parts.world().timer(), threads);
    this.offers = new RevocationOffers(parts, errands);
  }

  /** One that is not in the store yet: it has moments of this node's clocks. */
  private record Unkept(UntoldRevocation untold, Moment end, Moment due) {}

  /** Offers what waits from now on, whichever node left it; returns at once. */
  void start() {
    offers.lookEachMinute();
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
      RevocationOffers.forgotten(entry.id(), "the token cannot be sealed");
      return;
    }
    UntoldRevocation untold =
        new UntoldRevocation(entry.key(), UUID.randomUUID().toString(), sealed, Duration.ZERO, 0);
    Unkept unkept =
        new Unkept(
            untold, token.validity().expired(), parts.now().plus(RevocationOffers.delay(0, wait)));
    if (!kept(unkept)) {
      waitForTheStore(unkept);
    }
  }

  private @Nullable Sealed sealed(ProviderEntry entry, ReadyToken token) {
    try {
      return parts.vault().sealRevoked(entry, token.token());
    } catch (RuntimeException unsealed) { // its message may hold what was to be sealed
      return null;
    }
  }

  /** Returns false when the store is down. */
  private boolean kept(Unkept unkept) {
    Duration due = unkept.due().until(parts.now());
    Duration endsIn = unkept.end().until(parts.now());
    if (due.compareTo(endsIn) >= 0) {
      RevocationOffers.forgotten(unkept.untold().provider().id(), "the token is over by then");
      return true;
    }
    try {
      if (parts
          .store()
          .revocations()
          .keep(living(unkept.untold(), endsIn), due, MOST_OF_ONE_PROVIDER)) {
        offers.lookAfter(due);
      } else {
        RevocationOffers.forgotten(
            unkept.untold().provider().id(), "the provider is gone, or too many of its wait");
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
      RevocationOffers.forgotten(
          unkept.untold().provider().id(), "the store is down, and too many wait on this node");
      return;
    }
    LOG.warn(
        "Provider {}: the store is down: until it is back, a revocation that the server was not"
            + " told waits on this node only",
        unkept.untold().provider().id());
    later(unkept);
  }

  private void later(Unkept unkept) {
    errands.after(STORE_DOWN, () -> keepNow(unkept));
  }

  private void keepNow(Unkept unkept) {
    if (kept(unkept)) {
      besideTheStore.decrementAndGet();
    } else {
      later(unkept);
    }
  }

  @Override
  public String toString() {
    return "UntoldRevocations[" + besideTheStore + " beside the store]";
  }
}
