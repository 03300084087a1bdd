package io.calloutauth.example.benchmarks;

/** How long a run takes. */
public enum Scale {
  /** A few minutes: to try whether all of it works. */
  SHORT,
  /** Half an hour: what is published. */
  FULL;

  /** Returns one of two values. */
  public <T> T pick(T ifShort, T ifFull) {
    return this == SHORT ? ifShort : ifFull;
  }
}
