package io.calloutauth.engine;

import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.StoreException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revocations that the store does not keep, because no key could seal them: they wait in the
 * memory of this node, and are offered again each minute until their token's end. Thread-safe.
 */
final class VolatileRevocations {

  private static final Logger LOG = LoggerFactory.getLogger(VolatileRevocations.class);
  private static final int MOST = 100;

  private final Supplier<Moment> now;
  private final Consumer<Revocable> offer;
  private final Set<Revocable> waiting = ConcurrentHashMap.newKeySet();

  /**
   * Makes an empty collection.
   *
   * @param offer tells the server, and then {@linkplain #settle settles} the revocation
   */
  VolatileRevocations(Supplier<Moment> now, Consumer<Revocable> offer) {
    this.now = now;
    this.offer = offer;
  }

  /** Takes one in; beyond a hundred it is told at once or never. */
  void add(Revocable revocable) {
    String id = revocable.provider().id();
    if (waiting.size() >= MOST) {
      warnForgotten(id, "too many wait that cannot be sealed, if not told now");
    } else if (waiting.add(revocable)) {
      LOG.warn("Provider {}: a revocation cannot be sealed and waits on this node only", id);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Offers all that wait, one after the other; blocks as each offer does. */
  void offerAll() {
    try {
      waiting.forEach(this::offer);
    } catch (StoreException down) {
      LOG.debug("Revocations that wait on this node are not offered: no store answers", down);
    }
  }

  private void offer(Revocable revocable) {
    if (revocable.isOver(now.get())) {
      waiting.remove(revocable);
      warnForgotten(revocable.provider().id(), "the token is over");
    } else {
      offer.accept(revocable);
    }
  }

  /** Lets a revocation go that was told. */
  void settle(Revocable revocable, RevocationResult result) {
    if (result.outcome() != RevocationResult.Outcome.NOT_TOLD) {
      waiting.remove(revocable);
    }
  }

  void remove(Revocable revocable) {
    waiting.remove(revocable);
  }

  /** Says that a server will not be told. */
  static void warnForgotten(String providerId, String why) {
    LOG.warn("Provider {}: the server is not told of a revocation: {}", providerId, why);
  }

  @Override
  public String toString() {
    return "VolatileRevocations[" + waiting.size() + "]";
  }
}
