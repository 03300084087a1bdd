package io.calloutauth.soak;

/** What is measured of an endurance run, and how much of it may come on top between two thirds. */
enum Gauge {
  /** Bytes of the heap that are in use after a full collection. */
  HEAP("heap after GC, bytes", 4 << 20, 5),
  /** Live threads of the process. */
  THREADS("threads", 3, 0),
  /** Open file descriptors of the process: sockets above all. */
  DESCRIPTORS("open descriptors", 5, 0),
  /** Rows of the change table beyond one for each change that the load asked for. */
  UNASKED_CHANGES("change rows beyond changes", 50, 0),
  /** Rows of the change table that a purge should have deleted. */
  OVERDUE_CHANGES("change rows overdue for purge", 0, 0);

  private final String words;
  private final long allowance;
  private final long percent;

  Gauge(String words, long allowance, long percent) {
    this.words = words;
    this.allowance = allowance;
    this.percent = percent;
  }

  String words() {
    return words;
  }

  /** Returns the most that a later third may show at its lowest, after what the first showed. */
  long limit(long first) {
    return first + Math.max(allowance, first * percent / 100);
  }
}
