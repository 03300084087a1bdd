package io.calloutauth.engine;

import io.calloutauth.engine.CommandOutcome.RevocationOutcome;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.RevocationStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of one revocation to its server. Just before, the provider is read again: a token
 * that its row does not let go there is told to nobody. Thread-safe; blocks for up to one request.
 *
 * @param providers reads providers
 * @param vault opens what is to be revoked
 * @param servers tells them
 */
record RevocationDelivery(ProviderEntry.Reader providers, TokenVault vault, ServerGateway servers) {

  static final RevocationResult NOT_ASKED =
      new RevocationResult(RevocationResult.Outcome.NOT_TOLD, 0, null);

  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 4;

  /**
   * What came of a delivery.
   *
   * @param outcome what it came to
   * @param hopeless why nobody will ever be told, or null when that is not so
   */
  record Delivered(RevocationOutcome outcome, @Nullable String hopeless) {

    private static Delivered never(String why) {
      return new Delivered(RevocationOutcome.told(NOT_ASKED), why);
    }

    /** Returns what the server said. */
    RevocationResult result() {
      return outcome.told() == null ? NOT_ASKED : outcome.told();
    }
  }

  /** Returns how long it takes at most, and a while. */
  Duration longest() {
    return servers.deadline().plus(FIRST);
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

  /** Tells the server, if the token is still that of the provider's row. */
  Delivered deliver(Revocable revocable) {
    ProviderEntry entry = providers.find(revocable.provider()).orElse(null);
    if (entry == null) {
      return Delivered.never("the provider is gone");
    }
    OpenedToken.Reading read = revocable.read(entry, vault);
    if (read.isForeign()) {
      return Delivered.never("the provider is another one now");
    }
    return new Delivered(read.token() == null ? leave(entry) : servers.revoke(read.token()), null);
  }

  /** Another node may have the key. */
  private RevocationOutcome leave(ProviderEntry entry) {
    TokenOutcome obstacle = servers.findObstacle(entry);
    return obstacle == null
        ? RevocationOutcome.told(NOT_ASKED)
        : RevocationOutcome.blocked(obstacle);
  }

  /**
   * Takes turns by tenant for the revocations that this node offers: the next is of a tenant that
   * has none under way, and else of one that has fewer under way than could still start. So a
   * tenant whose servers hang holds up nobody else. Thread-safe; blocks as the store does.
   */
  static final class RevocationTurns {

    private final RevocationStore store;
    private final int mostAtOnce;
    private final Map<String, Integer> underWay = new HashMap<>();
    private int inAll;

    RevocationTurns(RevocationStore store, int mostAtOnce) {
      this.store = store;
      this.mostAtOnce = mostAtOnce;
    }

    /** Claims the next one, which is under way until it has {@linkplain #end ended}. */
    Optional<PendingRevocation> claim(Duration duration) {
      Set<String> busy = tenants(count -> true);
      Optional<PendingRevocation> next = store.claim(duration, busy);
      Set<String> full = next.isPresent() ? busy : tenants(this::isFull);
      if (next.isEmpty() && !full.equals(busy)) {
        next = store.claim(duration, full);
      }
      next.ifPresent(this::begin);
      return next;
    }

    private synchronized Set<String> tenants(Predicate<Integer> which) {
      return underWay.entrySet().stream()
          .filter(tenant -> which.test(tenant.getValue()))
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }

    private boolean isFull(int count) {
      return count >= mostAtOnce - inAll;
    }

    private synchronized void begin(PendingRevocation claimed) {
      underWay.merge(claimed.provider().tenant(), 1, Integer::sum);
      inAll++;
    }

    synchronized void end(PendingRevocation claimed) {
      underWay.computeIfPresent(
          claimed.provider().tenant(), (tenant, count) -> count == 1 ? null : count - 1);
      inAll--;
    }
  }
}
