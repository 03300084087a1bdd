package io.calloutauth.store;

/** Writes as a later version of core does, in a form that this one does not know. */
public final class LaterVersion {

  private LaterVersion() {}

  /** Returns an outcome as that version writes it. */
  public static TokenRequestOutcome of(TokenRequestOutcome outcome) {
    return outcome.inFormat(TokenRow.FORMAT + 1);
  }
}
