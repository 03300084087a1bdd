package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Issued;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Judges a run: counts what happened, and names what must not. Not thread-safe. */
final class Verdict {

  private final Terms terms;
  private final Disturbances disturbances;
  private final Ledger ledger;
  private final Duplicates duplicates;
  private final Failures failures;
  private final Recovery kills;
  private final Recovery stops;
  private final LateResults late;
  private final List<String> wrongs;

  private long slowestHearing;

  Verdict(History history, Terms terms) {
    this.terms = terms;
    this.disturbances = new Disturbances(history);
    this.ledger = new Ledger(history);
    this.duplicates = new Duplicates(ledger, disturbances, terms);
    this.failures = new Failures(ledger, disturbances, terms);
    this.kills = new Recovery(ledger, disturbances, terms, history.kills());
    this.stops = new Recovery(ledger, disturbances, terms, history.stops());
    this.late = new LateResults(ledger, disturbances, terms, history.stops());
    this.wrongs = new ArrayList<>(history.faults());
    history.callouts().forEach(this::judge);
    wrongs.addAll(failures.wrongs());
    wrongs.addAll(kills.wrongs());
    wrongs.addAll(stops.wrongs());
    wrongs.addAll(late.wrongs());
  }

  /** Returns what must not have happened. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  long duplicates() {
    return duplicates.counted();
  }

  long duplicatesApart() {
    return duplicates.apart();
  }

  /** Returns how many callouts failed, by why and when. */
  Map<String, Integer> failures() {
    return failures.counts();
  }

  /** Returns for how long after a change a callout still got a token from before it. */
  long slowestHearing() {
    return slowestHearing;
  }

  /** Returns for how long a node that was killed or stopped in an exchange held up a callout. */
  long slowestRecovery() {
    return Math.max(kills.slowest(), stops.slowest());
  }

  /** Returns how many exchanges a kill met. */
  long killed() {
    return kills.met();
  }

  /** Returns how many exchanges a stop met. */
  long stopped() {
    return stops.met();
  }

  /** Returns how many tokens came for a stopped node when another had taken over. */
  long tooLate() {
    return late.count();
  }

  private void judge(Callout callout) {
    if (callout.token() == null) {
      failures.judge(callout, Objects.requireNonNull(callout.failure()));
      return;
    }
    Issued token = ledger.of(callout);
    if (token == null || token.provider() != callout.provider()) {
      wrongs.add("a foreign token: " + callout);
      return;
    }
    if (token.arrived() + terms.usable() < callout.asked()) {
      wrongs.add("an expired token: " + callout + " of " + token);
    }
    for (Change change : ledger.changes(token.provider())) {
      hear(callout, token, change);
    }
  }

  private void hear(Callout callout, Issued token, Change change) {
    long late = callout.asked() - change.to();
    if (!change.done() || late <= 0 || !change.ends(token)) {
      return;
    }
    long until = disturbances.heard(callout.node(), change.to());
    if (callout.asked() > until) {
      wrongs.add("a token from before " + change + ": " + callout);
    }
    if (until == change.to() + Terms.HEARD) {
      slowestHearing = Math.max(slowestHearing, late);
    }
  }
}
