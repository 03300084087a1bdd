package io.calloutauth.seal;

/** A value after sealing. Immutable and thread-safe. */
public final class SealedText {

  private final String keyId;
  private final String text;

  private SealedText(String keyId, String text) {
    this.keyId = keyId;
    this.text = text;
  }

  /**
   * Returns a sealed text.
   *
   * @param keyId the id of the key that sealed it
   * @param text what is to be kept: printable ASCII
   */
  public static SealedText of(String keyId, String text) {
    return new SealedText(keyId, text);
  }

  /** Returns the id of the key that sealed the value. */
  public String keyId() {
    return keyId;
  }

  /** Returns what is to be kept. */
  public String text() {
    return text;
  }

  /** Returns the key's id, and nothing of the value. */
  @Override
  public String toString() {
    return "SealedText[keyId=" + keyId + "]";
  }
}
