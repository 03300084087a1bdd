package io.calloutauth.store;

import java.time.Duration;

/** The store under test. */
interface ContractStore {

  /** Returns the store: empty at the start of a test, the same one until its end. */
  Store store();

  /**
   * Lets time pass by the store's clock: at least as much as asked for. What cannot set its clock
   * waits; no test asks for more than 200 ms at once.
   */
  void advance(Duration time);
}
