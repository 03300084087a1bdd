package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Issued;
import io.calloutauth.cluster.History.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what became of the exchanges that a kill or a stop met: whoever asks is held up for a
 * bounded time, then another exchange takes over. When somebody asks is chance, and not judged. Not
 * thread-safe.
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

  /** Returns for how long one of them held up a callout; 0 when nobody asked meanwhile. */
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
    long seen = seen(lost);
    if (seen <= at) {
      return; // it had reached the others before
    }
    met++;
    long over = Math.min(seen, takenOver(lost));
    ledger.callouts(lost.provider()).stream()
        .filter(callout -> callout.answered() > at && callout.asked() < over)
        .filter(callout -> !disturbances.hinders(callout) && isHeldUp(callout))
        .forEach(held -> judge(held, lost, at));
  }

  private void judge(Callout held, Issued lost, long at) {
    long took = held.answered() - at;
    if (took <= terms.recovery()) {
      slowest = Math.max(slowest, took);
    } else if (!isLostAgain(lost, held)) {
      wrongs.add("no recovery in time from " + lost + " that was met at " + at + ": " + held);
    }
  }

  private boolean isHeldUp(Callout callout) {
    return callout.token() == null || callout.answered() - callout.asked() > terms.served();
  }

  /** Whoever went on with it may have been killed or stopped too. */
  private boolean isLostAgain(Issued lost, Callout held) {
    return ledger.issued(lost.provider()).stream()
        .filter(token -> token.arrived() > lost.arrived())
        .filter(token -> token.arrived() <= held.answered())
        .anyMatch(disturbances::mayBeLost);
  }

  /** Returns when the first callout went out with this token or a later one. */
  private long seen(Issued lost) {
    return ledger.served(lost.provider()).stream()
        .filter(callout -> callout.answered() > lost.arrived())
        .filter(callout -> isSince(ledger.of(callout), lost))
        .mapToLong(Callout::answered)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Returns when the endpoint had answered the exchange after this one. */
  private long takenOver(Issued lost) {
    return ledger.issued(lost.provider()).stream()
        .filter(token -> token.arrived() > lost.arrived())
        .mapToLong(Issued::answered)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static boolean isSince(@Nullable Issued token, Issued lost) {
    return token != null && token.arrived() >= lost.arrived();
  }
}
