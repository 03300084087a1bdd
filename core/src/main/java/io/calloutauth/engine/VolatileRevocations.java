package io.calloutauth.engine;

import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.FairPlaces;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.store.StoreException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revocations that the store does not keep, because no key could seal them: they wait in the
 * memory of this node, and are offered again each minute until their token's end. A tenant has as
 * much of the room as it leaves free, and tenants take turns to offer. Thread-safe.
 */
final class VolatileRevocations {

  private static final Logger LOG = LoggerFactory.getLogger(VolatileRevocations.class);
  private static final int MOST = 100;

  private final Supplier<Moment> now;
  private final Consumer<Revocable> offer;
  private final Function<String, BackgroundTasks> tasks;
  private final FairPlaces<Revocable> room = new FairPlaces<>(MOST, MOST);
  private final Set<Revocable> waiting = ConcurrentHashMap.newKeySet();
  private final Set<Revocable> offered = ConcurrentHashMap.newKeySet();

  /**
   * Makes an empty collection.
   *
   * @param offer tells the server, and then {@linkplain #settle settles} the revocation
   * @param tasks run a tenant's offers
   */
  VolatileRevocations(
      Supplier<Moment> now, Consumer<Revocable> offer, Function<String, BackgroundTasks> tasks) {
    this.now = now;
    this.offer = offer;
    this.tasks = tasks;
  }

  /** Takes one in; where there is no room for its tenant's it is told at once or never. */
  void add(Revocable revocable) {
    String id = revocable.provider().id();
    if (waiting.contains(revocable)) {
      return;
    }
    if (!room.take(revocable.provider().tenant())) {
      warnForgotten(id, "too many wait that cannot be sealed, if not told now");
    } else {
      waiting.add(revocable);
      LOG.warn("Provider {}: a revocation cannot be sealed and waits on this node only", id);
    }
  }

  /** Offers all that wait, but for those whose last offer has not ended yet; returns at once. */
  void offerAll() {
    waiting.stream().filter(offered::add).forEach(this::offerInTurn);
  }

  private void offerInTurn(Revocable revocable) {
    tasks
        .apply(revocable.provider().tenant())
        .now(
            () -> {
              try {
                offer(revocable);
              } catch (StoreException down) {
                LOG.debug("A revocation that waits on this node is not offered", down);
              } finally {
                offered.remove(revocable);
              }
            });
  }

  private void offer(Revocable revocable) {
    if (!waiting.contains(revocable)) { // told meanwhile
      return;
    }
    if (revocable.isOver(now.get())) {
      remove(revocable);
      warnForgotten(revocable.provider().id(), "the token is over");
    } else {
      offer.accept(revocable);
    }
  }

  /** Lets a revocation go that was told. */
  void settle(Revocable revocable, RevocationResult result) {
    if (result.outcome() != RevocationResult.Outcome.NOT_TOLD) {
      remove(revocable);
    }
  }

  void remove(Revocable revocable) {
    if (waiting.remove(revocable)) {
      room.leave(revocable.provider().tenant());
    }
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
