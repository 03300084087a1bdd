package io.calloutauth.example.benchmarks.report;

/** Whether a budget was kept. */
public enum Verdict {
  /** It was. */
  MET("met"),
  /** It was not. */
  MISSED("**missed**"),
  /** The machine was not quiet enough to tell. */
  TOO_NOISY("too noisy to tell");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** Returns it as a table shows it. */
  public String word() {
    return word;
  }
}
