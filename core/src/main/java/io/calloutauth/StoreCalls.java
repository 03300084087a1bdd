package io.calloutauth;

import io.calloutauth.store.StoreException;
import java.util.function.Supplier;

/** Calls the store and wraps what it throws. */
final class StoreCalls {

  private StoreCalls() {}

  /**
   * Returns what the store gives.
   *
   * @throws StoreUnavailableException when it is broken
   */
  static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (StoreException broken) {
      throw new StoreUnavailableException(broken);
    }
  }

  /**
   * Has the store do something.
   *
   * @throws StoreUnavailableException when it is broken
   */
  static void run(Runnable call) {
    try {
      call.run();
    } catch (StoreException broken) {
      throw new StoreUnavailableException(broken);
    }
  }
}
