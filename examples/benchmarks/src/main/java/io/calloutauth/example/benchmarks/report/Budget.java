package io.calloutauth.example.benchmarks.report;

/**
 * What the design allows, and what was found.
 *
 * @param path what the budget is for
 * @param limit what it allows
 * @param measured what was found
 * @param verdict whether that is within the limit
 */
public record Budget(String path, String limit, String measured, Verdict verdict) {

  /** Makes one that is met or missed. */
  public Budget(String path, String limit, String measured, boolean met) {
    this(path, limit, measured, met ? Verdict.MET : Verdict.MISSED);
  }

  /** Tells whether it was found to be met. */
  public boolean met() {
    return verdict == Verdict.MET;
  }
}
