package io.calloutauth;

import io.calloutauth.store.KeyUse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is sealed with which key, in all tenants. Thread-safe. */
public interface Sealing {

  /**
   * Returns the keys that sealed anything that is stored and still needed, in the order of their
   * ids. Blocks while the store counts all its rows.
   *
   * @throws StoreUnavailableException when the store is out of reach
   */
  List<KeyUse> uses();

  /**
   * Seals every secret anew that another key than the first one sealed. Does not block: it runs on
   * a thread of its own, 100 providers at a time with a pause after each.
   *
   * <p>Safe while nodes run and administrators edit: an edit wins. Nothing has to be undone or
   * remembered when it ends in the middle: call it again. Where it runs already on this node, the
   * same run is returned; a run on another node does no harm. Tokens are left alone: within a day
   * each is over or renewed, and by then sealed with the first key.
   *
   * @return what was done. Fails with {@link StoreUnavailableException} when the store is out of
   *     reach, and with {@link CalloutAuthClosedException} when this object is closed meanwhile;
   *     what was sealed by then stays so
   */
  CompletableFuture<ResealReport> reseal();
}
