package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Issued;
import io.calloutauth.cluster.History.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Judges the tokens that came for a node while it was stopped, and for which another node's
 * exchange stepped in: nobody may get them any more. Not thread-safe.
 */
final class LateResults {

  private final Ledger ledger;
  private final Disturbances disturbances;
  private final Terms terms;
  private final List<String> wrongs = new ArrayList<>();

  private long count;

  LateResults(Ledger ledger, Disturbances disturbances, Terms terms, List<Span> stops) {
    this.ledger = ledger;
    this.disturbances = disturbances;
    this.terms = terms;
    stops.forEach(this::judge);
  }

  /** Returns what must not have happened. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** Returns how many there were. */
  long count() {
    return count;
  }

  private void judge(Span stop) {
    if (disturbances.isWithoutDatabase(stop.to(), stop.to())) {
      return; // then it keeps its result to itself
    }
    for (int provider : ledger.providers()) {
      ledger.issued(provider).stream()
          .filter(token -> token.node() == stop.node())
          .filter(token -> stop.overlaps(token.arrived(), token.answered()))
          .filter(token -> token.answered() < stop.to() && isTakenOver(token, stop))
          .forEach(this::judge);
    }
  }

  /** An exchange without the database takes nothing over. */
  private boolean isTakenOver(Issued late, Span stop) {
    return ledger.issued(late.provider()).stream()
        .filter(other -> other.node() != late.node())
        .filter(other -> other.arrived() > stop.from() && other.arrived() < stop.to())
        .filter(other -> hasLease(other, late))
        .anyMatch(other -> !disturbances.isWithoutDatabase(other.arrived(), other.answered()));
  }

  /**
   * Returns whether an exchange can have the lease: the one before has run out, or went with the
   * token that was to be had. A node whose own database calls fail for a moment goes on without.
   */
  private boolean hasLease(Issued other, Issued late) {
    return other.arrived() >= late.arrived() + terms.lease() - Terms.WRITTEN
        || ledger.changes(late.provider()).stream()
            .anyMatch(change -> change.ends(late) && change.from() <= other.arrived());
  }

  private void judge(Issued late) {
    count++;
    for (Callout callout : ledger.served(late.provider())) {
      if (Objects.equals(callout.token(), late.token())) {
        wrongs.add("a token that came too late: " + callout + " of " + late);
      }
    }
  }
}
