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

  /**
   * What {@link #reseal()} did, and what is left.
   *
   * @param resealed how many secrets it sealed anew
   * @param passedOver how many somebody else changed or held at that moment, or a key service did
   *     not answer for: another call takes them up
   * @param unopened those that did not open; an event of type {@link EventType#VALUE_UNOPENED}
   *     names the provider of each
   * @param uses what each key sealed that is stored, counted at the end
   */
  record ResealReport(
      long resealed, long passedOver, List<UnopenedSecrets> unopened, List<KeyUse> uses) {

    /** Copies the lists. */
    public ResealReport {
      unopened = List.copyOf(unopened);
      uses = List.copyOf(uses);
    }

    /**
     * Secrets that did not open.
     *
     * @param keyId the key that they name
     * @param keyMissing whether that key is not among the keys: with it, they may open. Else they
     *     were tampered with, or another key has its id
     * @param secrets how many
     */
    public record UnopenedSecrets(String keyId, boolean keyMissing, long secrets) {}

    /**
     * Returns whether anything that is stored and still needed is sealed with a key. A key that is
     * not needed can be dropped once no node seals with it any more; backups may need it still.
     */
    public boolean needs(String keyId) {
      return uses.stream().anyMatch(use -> use.keyId().equals(keyId));
    }
  }
}
