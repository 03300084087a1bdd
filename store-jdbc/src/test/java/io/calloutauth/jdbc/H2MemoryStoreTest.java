package io.calloutauth.jdbc;

import io.calloutauth.store.Store;
import io.calloutauth.store.StoreContract;
import java.time.Duration;

class H2MemoryStoreTest extends StoreContract {

  private final Store store = TestDatabase.H2_MEMORY.emptyStore();

  @Override
  public Store store() {
    return store;
  }

  @Override
  public void advance(Duration time) {
    DatabaseTime.pass(time);
  }
}
