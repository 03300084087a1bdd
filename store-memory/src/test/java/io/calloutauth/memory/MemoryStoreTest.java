package io.calloutauth.memory;

import io.calloutauth.store.Store;
import io.calloutauth.store.StoreContract;
import java.time.Duration;

class MemoryStoreTest extends StoreContract {

  private final ManualClock clock = new ManualClock();
  private final MemoryStore store = MemoryStore.create(clock);

  @Override
  public Store store() {
    return store;
  }

  @Override
  public void advance(Duration time) {
    clock.advance(time);
  }
}
