package io.calloutauth.store;

import java.util.Objects;

/**
 * A sealed value: text that is worthless without a key that the store never has. It is kept and
 * compared as it is.
 *
 * <p>Immutable and thread-safe.
 */
public final class Sealed {

  private final String keyId;
  private final String text;

  private Sealed(String keyId, String text) {
    this.keyId = Objects.requireNonNull(keyId, "keyId");
    this.text = Objects.requireNonNull(text, "text");
  }

  /**
   * Returns a sealed value.
   *
   * @param keyId the id of the key that sealed it
   * @param text printable ASCII; a secret of 16,000 characters or a token of 64 KiB seals to at
   *     most 100,000
   */
  public static Sealed of(String keyId, String text) {
    return new Sealed(keyId, text);
  }

  /** Returns the id of the key that sealed the value. */
  public String keyId() {
    return keyId;
  }

  /** Returns the text to keep. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sealed that && keyId.equals(that.keyId) && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the key's id, and nothing of the value. */
  @Override
  public String toString() {
    return "Sealed[keyId=" + keyId + "]";
  }
}
