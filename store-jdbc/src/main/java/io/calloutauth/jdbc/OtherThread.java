package io.calloutauth.jdbc;

import io.calloutauth.store.StoreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does what must not be done on a thread that the host has bound a transaction to. */
final class OtherThread {

  private OtherThread() {}

  /** Runs a call on a thread of its own, and waits for it. */
  static <R extends @Nullable Object> R call(Supplier<R> call) {
    FutureTask<R> task = new FutureTask<>(call::get);
    Thread thread = new Thread(task, "callout-auth-jdbc");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("Interrupted while waiting for the database", true, e);
    }
  }

  private static RuntimeException thrown(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      return unchecked;
    }
    return new StoreException("The database failed", true, failure);
  }
}
