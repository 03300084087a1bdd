package io.calloutauth.jdbc;

import io.calloutauth.store.Store;
import io.calloutauth.store.StoreContract;
import java.time.Duration;

class H2FileStoreTest extends StoreContract {

  private final Store store = TestDatabase.H2_FILE.emptyStore();

  @Override
  public Store store() {
    return store;
  }

  @Override
  public void advance(Duration time) {
    DatabaseTime.pass(time);
  }
}
