package io.calloutauth.engine;

import io.calloutauth.engine.WorkerThreads.EngineTask;
import io.calloutauth.store.ProviderKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs an administrator's revocation: drops the token on a thread of its own, then tells the server
 * in a place among the commands. Thread-safe; returns at once.
 *
 * @param revoker does either
 * @param tenants the caches that drop the token
 * @param executor has the places
 * @param threads run what drops the token
 */
record RevokeCommand(
    TokenRevoker revoker,
    TenantCaches<?> tenants,
    CommandExecutor executor,
    WorkerThreads threads) {

  CompletableFuture<RevocationOutcome> run(ProviderKey key) {
    CompletableFuture<TokenRevoker.Rest> dropped = new CompletableFuture<>();
    Runnable closed = () -> dropped.complete(TokenRevoker.Rest.nothing(closed()));
    try {
      threads.execute(new EngineTask(() -> drop(key, dropped), closed));
    } catch (RejectedExecutionException noThreads) {
      closed.run();
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      dropped.completeExceptionally(noThread);
    }
    return dropped.thenCompose(rest -> tell(key, rest));
  }

  private void drop(ProviderKey key, CompletableFuture<TokenRevoker.Rest> dropped) {
    try {
      dropped.complete(revoker.drop(key, tenants::drop));
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
