package io.calloutauth.engine;

import io.calloutauth.store.KeyUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of sealing everything anew: exactly one of the two is there.
 *
 * @param report what was done, or null when it was broken off
 * @param obstacle what stood in the way, or null when nothing did
 */
public record ResealOutcome(
    ResealOutcome.@Nullable Report report, @Nullable TokenOutcome obstacle) {

  /**
   * What was done.
   *
   * @param resealed how many secrets are sealed with the first key by this run
   * @param passedOver how many somebody else changed or held at that moment, or a key service did
   *     not answer for
   * @param unopened those that did not open
   * @param uses what each key sealed, counted at the end
   */
  public record Report(long resealed, long passedOver, List<Unopened> unopened, List<KeyUse> uses) {

    /** Copies the lists. */
    public Report {
      unopened = List.copyOf(unopened);
      uses = List.copyOf(uses);
    }
  }

  /**
   * Secrets that did not open.
   *
   * @param keyId the key that they name
   * @param keyMissing whether that key is not there; else they were tampered with
   * @param secrets how many
   */
  public record Unopened(String keyId, boolean keyMissing, long secrets) {}

  static ResealOutcome blocked(TokenOutcome obstacle) {
    return new ResealOutcome(null, obstacle);
  }
}
