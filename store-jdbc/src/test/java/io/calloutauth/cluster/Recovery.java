package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Issued;
import io.calloutauth.cluster.History.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what became of the exchanges that a kill or a stop met: another one takes each over, in
 * bounded time. Not thread-safe.
 */
final class Recovery {

  private final Ledger ledger;
  private final Disturbances disturbances;
  private final Terms terms;
  private final List<String> wrongs = new ArrayList<>();

  private long met;
  private long slowest;

  /**
   * Judges.
   *
   * @param spans the kills, or the stops
   */
  Recovery(Ledger ledger, Disturbances disturbances, Terms terms, List<Span> spans) {
    this.ledger = ledger;
    this.disturbances = disturbances;
    this.terms = terms;
    spans.forEach(this::judge);
  }

  /** Returns what must not have happened. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** Returns how many exchanges were met. */
  long met() {
    return met;
  }

  /** Returns for how long one of them held up the others. */
  long slowest() {
    return slowest;
  }

  private void judge(Span span) {
    if (disturbances.isWithoutDatabase(span.from(), span.from() + terms.recovery())) {
      return;
    }
    for (int provider : ledger.providers()) {
      ledger.issued(provider).stream()
          .filter(token -> isMet(token, span))
          .forEach(lost -> judge(lost, span.from()));
    }
  }

  private static boolean isMet(Issued token, Span span) {
    return token.node() == span.node()
        && token.arrived() <= span.from()
        && token.answered() + Terms.WRITTEN >= span.from();
  }

  private void judge(Issued lost, long at) {
    Callout next = next(lost);
    if (next != null && next.answered() <= at) {
      return; // it had reached the others before
    }
    met++;
    long took = next == null ? Long.MAX_VALUE : next.answered() - at;
    if (took <= terms.recovery()) {
      slowest = Math.max(slowest, took);
    } else if (!isLostAgain(lost, at)) {
      wrongs.add("no recovery in time from " + lost + " that was met at " + at);
    }
  }

  /** Whoever went on with it may have been killed or stopped too. */
  private boolean isLostAgain(Issued lost, long at) {
    return ledger.issued(lost.provider()).stream()
        .filter(token -> token.arrived() > lost.arrived())
        .filter(token -> token.arrived() <= at + terms.recovery())
        .anyMatch(disturbances::mayBeLost);
  }

  /** Returns the first callout with this token or a later one. */
  private @Nullable Callout next(Issued lost) {
    return ledger.served(lost.provider()).stream()
        .filter(callout -> callout.answered() > lost.arrived())
        .filter(callout -> isSince(ledger.of(callout), lost))
        .min(Comparator.comparingLong(Callout::answered))
        .orElse(null);
  }

  private static boolean isSince(@Nullable Issued token, Issued lost) {
    return token != null && token.arrived() >= lost.arrived();
  }
}
