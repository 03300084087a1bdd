package io.calloutauth.engine;

import io.calloutauth.admission.CommandExecutor;
import io.calloutauth.engine.CommandOutcome.RevocationOutcome;
import io.calloutauth.engine.Revocable.Revocables;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.WorkerThreads.AwaitedTask;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes a provider's token for an administrator. Blocks; runs on engine threads. Thread-safe.
 *
 * <ol>
 *   <li>This node drops the token first, whatever the store and the keys do.
 *   <li>Provider and token are read together: a token of another epoch starts that over.
 *   <li>The shared row loses it in the step in which the store keeps its revocation: a node that
 *       ends here leaves the rest to others.
 *   <li>The server is told, and the store keeps the revocation no more; or it is offered again.
 *   <li>Who else may share the token is looked up last, as far as it can be read.
 * </ol>
 */
final class TokenRevoker {

  private static final Logger LOG = LoggerFactory.getLogger(TokenRevoker.class);
  private static final int MOST_TRIES = 5;
  private static final int MOST_OF_ONE_PROVIDER = 100;
  private static final int MOST_SHARING = 500;

  /**
   * What is left to do once the token is dropped.
   *
   * @param pending what it comes to when the server is not told now
   * @param telling tells the server, which blocks; null when there is nothing to tell
   */
  record Rest(RevocationOutcome pending, @Nullable Supplier<RevocationOutcome> telling) {

    static Rest nothing(RevocationOutcome revoked) {
      return new Rest(revoked, null);
    }
  }

  private final Store store;
  private final ProviderEntry.Reader providers;
  private final Function<ProviderEntry, Revocables> revocables;
  private final RevocationOutbox outbox;
  private final TenantCaches<?> tenants;

  TokenRevoker(
      Store store,
      ProviderEntry.Reader providers,
      Function<ProviderEntry, Revocables> revocables,
      RevocationOutbox outbox,
      TenantCaches<?> tenants) {
    this.store = store;
    this.providers = providers;
    this.revocables = revocables;
    this.outbox = outbox;
    this.tenants = tenants;
  }

  /**
   * Drops a provider's token everywhere; what is returned tells the server (RFC 7009). Without a
   * revocation endpoint nothing is dropped.
   */
  Rest drop(ProviderKey key) {
    try {
      return erase(key);
    } catch (StoreException down) {
      tenants.drop(key);
      return Rest.nothing(RevocationOutcome.blocked(new StoreFailed(down)));
    }
  }

  private Rest erase(ProviderKey key) {
    ReadyToken held = null;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      ProviderRow row = providers.rows().find(key).orElse(null);
      if (row == null) {
        return blocked(key, Blocked.Reason.GONE);
      }
      if (!row.content().isBroken()
          && !StoredSettings.read(row.content()).hasRevocationEndpoint()) {
        return blocked(key, Blocked.Reason.NO_REVOCATION_ENDPOINT);
      }
      ReadyToken dropped = tenants.drop(key); // first: a store may take its time, and a key too
      held = dropped == null ? held : dropped;
      Rest rest = tryErase(row, held);
      if (rest != null) {
        tenants.drop(key); // whoever was quick has read it from the row again
        return rest;
      }
    }
    throw new StoreException("the token row changed at every try to revoke it", true, null);
  }

  private static Rest blocked(ProviderKey key, Blocked.Reason reason) {
    return Rest.nothing(RevocationOutcome.blocked(new Blocked(key.id(), reason)));
  }

  /** Returns null when the rows changed meanwhile: both are to be read again. */
  private @Nullable Rest tryErase(ProviderRow row, @Nullable ReadyToken held) {
    TokenRow tokens = store.tokens().find(row.key()).orElse(null);
    if (tokens == null || isAhead(tokens, row)) {
      return null;
    }
    ProviderEntry entry = providers.read(row);
    Revocable token = revocables.apply(entry).of(tokens, held);
    if (!eraseRow(entry, tokens, token)) {
      return null;
    }
    return token == null ? Rest.nothing(RevocationOutcome.nothing()) : rest(row, token);
  }

  /** The provider was edited since its row was read: its token is not that row's. */
  private static boolean isAhead(TokenRow tokens, ProviderRow row) {
    return tokens.token() != null && tokens.token().lease().epoch() > row.epoch();
  }

  private Rest rest(ProviderRow row, Revocable token) {
    outbox.takeOn(token);
    return new Rest(
        RevocationOutcome.told(RevocationDelivery.NOT_ASKED), // it is kept, and offered again
        () -> tell(token).with(sharing(row)));
  }

  private RevocationOutcome tell(Revocable token) {
    try {
      return outbox.tell(token);
    } catch (StoreException down) { // nobody knows what the provider is by now
      LOG.debug("A revocation waits: the store does not answer", down);
      return RevocationOutcome.told(RevocationDelivery.NOT_ASKED);
    }
  }

  private boolean eraseRow(ProviderEntry entry, TokenRow tokens, @Nullable Revocable token) {
    RevokeRequest.Builder request = RevokeRequest.builder(tokens);
    if (entry.authorization() != null) {
      request.ending(Math.max(entry.authorization().number(), tokens.authorization().number()));
    }
    if (token != null && token.pending() != null) {
      request.telling(List.of(token.pending()), MOST_OF_ONE_PROVIDER).due(outbox.claim());
    }
    return store.tokens().revoke(entry.key(), request.build());
  }

  /** The others whose token may be the very same one: many servers give a client but one. */
  private List<ProviderRow> sharing(ProviderRow mine) {
    StoredSettings settings = StoredSettings.read(mine.content());
    try {
      return providers
          .rows()
          .findByClient(mine.key().tenant(), mine.content().client(), MOST_SHARING)
          .stream()
          .filter(other -> !other.key().equals(mine.key()) && !other.content().disabled())
          .filter(other -> !other.content().isBroken())
          .filter(other -> settings.sameClient(StoredSettings.read(other.content())))
          .toList();
    } catch (StoreException down) {
      LOG.debug("Provider {}: not all who may share its token are known", mine.key().id(), down);
      return List.of();
    }
  }

  /**
   * Runs an administrator's revocation: drops the token on a thread that tenants take turns for,
   * then tells the server in a place among the commands. Thread-safe; returns at once.
   *
   * @param revoker does either
   * @param executor has the places
   * @param threads run what drops the token
   */
  record RevokeCommand(TokenRevoker revoker, CommandExecutor executor, FairExecutor threads) {

    CompletableFuture<RevocationOutcome> run(ProviderKey key) {
      CompletableFuture<TokenRevoker.Rest> dropped = new CompletableFuture<>();
      Runnable closed = () -> dropped.complete(TokenRevoker.Rest.nothing(closed()));
      try {
        threads.of(key.tenant()).execute(new AwaitedTask(() -> drop(key, dropped), closed));
      } catch (RejectedExecutionException noThreads) {
        closed.run();
      } catch (RuntimeException | Error noThread) { // the machine is short of them
        dropped.completeExceptionally(noThread);
      }
      return dropped.thenCompose(rest -> tell(key, rest));
    }

    private void drop(ProviderKey key, CompletableFuture<TokenRevoker.Rest> dropped) {
      try {
        dropped.complete(revoker.drop(key));
      } catch (RuntimeException | Error broken) {
        dropped.completeExceptionally(broken);
      }
    }

    private CompletableFuture<RevocationOutcome> tell(ProviderKey key, TokenRevoker.Rest rest) {
      return rest.telling() == null
          ? CompletableFuture.completedFuture(rest.pending())
          : executor.serve(key.tenant(), rest.telling(), rest::pending, RevokeCommand::closed);
    }

    private static RevocationOutcome closed() {
      return RevocationOutcome.blocked(TokenOutcome.Passing.CLOSED);
    }
  }
}
