package io.calloutauth.jdbc;

import io.calloutauth.store.StoreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does what must not be done on a thread that the host has bound a transaction to. */
final class OtherThread {

  private OtherThread() {}

  private static final class Apart extends Thread {

    Apart(Runnable task) {
      super(task, "callout-auth-jdbc");
      setDaemon(true);
    }
  }

  /** Returns whether the calling thread is such a one: no host has bound anything to it. */
  static boolean isThis() {
    return Thread.currentThread() instanceof Apart;
  }

  /** Runs a call on a thread of its own, and waits for it. */
  static <R extends @Nullable Object> R call(Supplier<R> call) {
    FutureTask<R> task = new FutureTask<>(call::get);
    new Apart(task).start();
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
