package io.calloutauth.keys;

/** Where a key stands in the life of its set. */
public enum KeyState {
  /** Published, so that servers know it before it signs. */
  NEXT("next"),
  /** It signs. */
  CURRENT("current"),
  /** It signed before, and is published a while longer. */
  PREVIOUS("previous");

  private final String value;

  KeyState(String value) {
    this.value = value;
  }

  /** Returns the name by which the state is stored and written: it never changes. */
  public String value() {
    return value;
  }
}
