package io.calloutauth;

import io.calloutauth.store.KeyUse;
import java.util.List;

/**
 * What {@link Sealing#reseal()} did, and what is left.
 *
 * @param resealed how many secrets it sealed anew
 * @param passedOver how many somebody else changed or held at that moment, or a key service did not
 *     answer for: another call takes them up
 * @param unopened those that did not open; an event of type {@link EventType#VALUE_UNOPENED} names
 *     the provider of each
 * @param uses what each key sealed that is stored, counted at the end
 */
public record ResealReport(
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
