package io.calloutauth.seal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of opening a sealed value: the plain text, or why there is none. Immutable and
 * thread-safe.
 */
public final class Opened {

  /** Why a sealed value did not open. */
  public enum Refusal {
    /** The key that sealed it is not among the keys; {@link Opened#keyId()} names it. */
    KEY_MISSING,
    /**
     * It was changed, moved to another place, is not of the form that is accepted, or its
     * destinations were changed.
     */
    NOT_AUTHENTIC,
    /** The keys are out of reach for the moment (a key service that does not answer). */
    UNAVAILABLE
  }

  // Transient: JSON libraries that read fields leave it out.
  private final transient @Nullable String plainText;
  private final @Nullable Refusal refusal;
  private final String keyId;

  private Opened(@Nullable String plainText, @Nullable Refusal refusal, String keyId) {
    this.plainText = plainText;
    this.refusal = refusal;
    this.keyId = Objects.requireNonNull(keyId, "keyId");
  }

  /** Returns a value that opened. */
  public static Opened of(String keyId, String plainText) {
    return new Opened(Objects.requireNonNull(plainText, "plainText"), null, keyId);
  }

  /**
   * Returns a value that did not open.
   *
   * @param keyId the id of the key it names, as far as it could be read; may be empty
   */
  public static Opened refused(Refusal refusal, String keyId) {
    return new Opened(null, Objects.requireNonNull(refusal, "refusal"), keyId);
  }

  /** Returns the plain text, or null when the value did not open. */
  public @Nullable String plainText() {
    return plainText;
  }

  /** Returns why the value did not open, or null when it did. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** Returns the id of the key that the value names; empty when it could not be read. */
  public String keyId() {
    return keyId;
  }

  /** Returns whether it opened and the key's id, never the plain text. */
  @Override
  public String toString() {
    return "Opened[" + (refusal == null ? "ok" : refusal) + ", keyId=" + keyId + "]";
  }
}
