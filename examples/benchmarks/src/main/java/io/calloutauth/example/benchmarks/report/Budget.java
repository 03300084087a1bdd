package io.calloutauth.example.benchmarks.report;

/**
 * What the design allows, and what was found.
 *
 * @param path what the budget is for
 * @param limit what it allows
 * @param measured what was found
 * @param met whether that is within the limit
 */
public record Budget(String path, String limit, String measured, boolean met) {

  /** Returns one word for a table. */
  public String verdict() {
    return met ? "met" : "**missed**";
  }
}
