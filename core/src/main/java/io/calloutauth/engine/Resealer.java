package io.calloutauth.engine;

import io.calloutauth.engine.CommandOutcome.ResealOutcome;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.provider.Vault;
import io.calloutauth.schedule.WorkerThreads;
import io.calloutauth.schedule.WorkerThreads.AwaitedTask;
import io.calloutauth.schedule.World.Timer;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.SealedPlace;
import io.calloutauth.store.SealedValues;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs walks through what other keys sealed, one at a time on this node, with a pause after each
 * page: callouts and the host's own work come first. Thread-safe.
 */
final class Resealer {

  private static final Logger LOG = LoggerFactory.getLogger(Resealer.class);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Supplier<ResealWalk> walks;
  private final Timer timer;
  private final WorkerThreads threads;
  private @Nullable CompletableFuture<ResealOutcome> running;

  Resealer(Supplier<ResealWalk> walks, Timer timer, WorkerThreads threads) {
    this.walks = walks;
    this.timer = timer;
    this.threads = threads;
  }

  /** Returns what comes of a walk: of the one that runs, or of a new one. */
  synchronized CompletableFuture<ResealOutcome> run() {
    if (running == null || running.isDone()) {
      running = new CompletableFuture<>();
      next(walks.get(), running);
    }
    return running.copy();
  }

  private void next(ResealWalk walk, CompletableFuture<ResealOutcome> result) {
    try {
      threads.execute(new AwaitedTask(() -> page(walk, result), () -> closed(result)));
    } catch (RejectedExecutionException noThreads) {
      closed(result);
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      LOG.warn("Sealing anew broke off with {}", noThread.getClass().getName());
      result.completeExceptionally(new IllegalStateException("Sealing anew broke off"));
    }
  }

  private void page(ResealWalk walk, CompletableFuture<ResealOutcome> result) {
    try {
      if (walk.page()) {
        timer.after(PAUSE, () -> next(walk, result));
      } else {
        result.complete(new ResealOutcome(walk.report(), null));
      }
    } catch (StoreException down) {
      result.complete(ResealOutcome.blocked(new TokenOutcome.StoreFailed(down)));
    } catch (RuntimeException | Error broken) { // its message may hold what was to be sealed
      LOG.warn("Sealing anew broke off with {}", broken.getClass().getName());
      result.completeExceptionally(new IllegalStateException("Sealing anew broke off"));
    }
  }

  private static void closed(CompletableFuture<ResealOutcome> result) {
    result.complete(ResealOutcome.blocked(TokenOutcome.Passing.CLOSED));
  }

  /** Breaks the walk off that runs; what it did is done. */
  synchronized void close() {
    if (running != null) {
      closed(running);
    }
  }

  /**
   * One walk through all secrets that another key than the first sealed, page by page.
   *
   * <ol>
   *   <li>A provider is read whole: its secrets open only with the destinations and the time that
   *       its settings name.
   *   <li>A secret is replaced only if it is still the one that was read: an edit wins.
   *   <li>Nothing is kept of where the walk is. What it replaced is not found again, so that
   *       another one, here or on another node, goes on where this one ended.
   * </ol>
   *
   * Used by one thread at a time; blocks as store and cipher do.
   */
  static final class ResealWalk {

    static final int PAGE = 100;

    /** Who is held up by a lock goes on with the next; who meets nothing else has no store. */
    private static final int FAILURES = 3;

    private record Group(String keyId, boolean keyMissing) {}

    private final SealStore seals;
    private final Vault vault;
    private final TokenListener listener;
    private final Deque<String> keys = new ArrayDeque<>();
    private final Map<Group, Long> unopened = new HashMap<>();
    private @Nullable ProviderKey after;
    private boolean started;
    private long resealed;
    private long passedOver;
    private int failures;

    ResealWalk(SealStore seals, Vault vault, TokenListener listener) {
      this.seals = seals;
      this.vault = vault;
      this.listener = listener;
    }

    /**
     * Does a page. Returns whether there is another.
     *
     * @throws StoreException when the store is down
     */
    boolean page() {
      if (!started) {
        String first = vault.keyIds().get(0);
        seals.keyUses().stream()
            .filter(use -> use.secrets() + use.authorizations() > 0 && !use.keyId().equals(first))
            .forEach(use -> keys.add(use.keyId()));
        started = true;
      }
      String keyId = keys.peek();
      if (keyId == null) {
        return false;
      }
      List<SealedValues> rows = seals.sealedWith(keyId, after, PAGE);
      rows.forEach(this::reseal);
      if (rows.size() < PAGE) {
        keys.remove();
        after = null;
      } else {
        after = rows.get(rows.size() - 1).provider().key();
      }
      return !keys.isEmpty();
    }

    private void reseal(SealedValues sealed) {
      ProviderRow row = sealed.provider();
      StoredSettings settings = StoredSettings.read(row.content());
      if (settings.objection() != null) { // what its secrets are sealed to is not known here
        passedOver++;
        return;
      }
      try {
        for (Map.Entry<SealedPlace, Sealed> each : sealed.values().entrySet()) {
          reseal(row.key(), settings, each.getKey(), each.getValue());
        }
        failures = 0;
      } catch (StoreException held) {
        passedOver++;
        if (++failures == FAILURES) {
          throw held;
        }
      }
    }

    private void reseal(ProviderKey key, StoredSettings settings, SealedPlace place, Sealed read) {
      if (place instanceof SealedPlace.Secret secret) {
        reseal(key, place, secret.name(), settings.secretContext(), read);
      } else if (place instanceof SealedPlace.Pending pending) {
        String context =
            TokenVault.pendingContext(settings.authorizationContext(), pending.state());
        reseal(key, place, TokenVault.PENDING, context, read);
      } else {
        reseal(key, place, TokenVault.REFRESH_TOKEN, settings.authorizationContext(), read);
      }
    }

    private void reseal(
        ProviderKey key, SealedPlace place, String name, String context, Sealed read) {
      Opened opened = vault.open(key, name, context, read);
      if (opened.plainText() == null) {
        skip(key, opened);
        return;
      }
      Sealed now = vault.seal(key, name, context, Secret.of(opened.plainText()));
      boolean isReplaced = seals.replace(key, place, read, now);
      resealed += isReplaced ? 1 : 0;
      passedOver += isReplaced ? 0 : 1;
    }

    private void skip(ProviderKey key, Opened opened) {
      if (opened.refusal() == Opened.Refusal.UNAVAILABLE) {
        passedOver++;
        return;
      }
      boolean missing = opened.refusal() == Opened.Refusal.KEY_MISSING;
      unopened.merge(new Group(opened.keyId(), missing), 1L, Long::sum);
      listener.happened(
          key, "", TokenListener.Kind.VALUE_UNOPENED, TokenListener.Note.of(opened.keyId()));
    }

    /**
     * Returns what was done so far, and what is left.
     *
     * @throws StoreException when the store is down
     */
    ResealOutcome.Report report() {
      List<ResealOutcome.Unopened> groups = new ArrayList<>();
      unopened.forEach(
          (group, secrets) ->
              groups.add(new ResealOutcome.Unopened(group.keyId(), group.keyMissing(), secrets)));
      return new ResealOutcome.Report(resealed, passedOver, groups, seals.keyUses());
    }
  }
}
