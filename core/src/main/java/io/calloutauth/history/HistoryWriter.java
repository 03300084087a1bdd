package io.calloutauth.history;

import io.calloutauth.store.HistoryStore;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches to the store, and sweeps what is too old. Blocks as the store does.
 *
 * @param store keeps history
 * @param age how long
 */
record HistoryWriter(HistoryStore store, Duration age) {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
  private static final int ROWS = 200;
  private static final int SLICES = 100;

  /** What became of a batch. */
  enum End {
    /** It is written. */
    WRITTEN,
    /** The store does not take it now. */
    REFUSED,
    /** It can never be written. */
    BROKEN
  }

  End write(HistoryBuffer.Batch batch) {
    try {
      if (!batch.notes().isEmpty()) {
        store.write(batch.notes(), ROWS);
      }
      batch.trims().forEach(provider -> store.trim(provider, ROWS));
      return End.WRITTEN;
    } catch (StoreException down) {
      LOG.debug("History waits for the store", down);
      return End.REFUSED;
    } catch (RuntimeException | Error broken) {
      LOG.warn("{} rows of history were dropped", batch.notes().size(), broken);
      return End.BROKEN;
    }
  }

  void sweep() {
    try {
      for (int i = 0; i < SLICES && store.sweep(age) > 0; i++) {
        LOG.debug("A slice of old history was removed");
      }
    } catch (RuntimeException | Error failed) {
      LOG.warn("Old history could not be removed, and is at the next turn", failed);
    }
  }
}
