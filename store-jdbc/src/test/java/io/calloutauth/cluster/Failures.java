package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Issued;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Judges callouts that got no token. Not thread-safe. */
final class Failures {

  private final Ledger ledger;
  private final Disturbances disturbances;
  private final Terms terms;
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> wrongs = new ArrayList<>();

  Failures(Ledger ledger, Disturbances disturbances, Terms terms) {
    this.ledger = ledger;
    this.disturbances = disturbances;
    this.terms = terms;
  }

  /** Returns what must not have happened. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** Returns how many there were, by why and when. */
  Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  void judge(Callout callout, String kind) {
    String when = "no token to be had";
    if (kind.contains(".")) {
      when = "which nobody expects";
      wrongs.add("a failure " + when + ": " + callout);
    } else if (isHeld(callout)) {
      when = "although its node held a usable token";
      wrongs.add("a failure " + when + ": " + callout);
    } else if (isToGoOn(callout)) {
      when = "although its node can go on without database";
      wrongs.add("a failure " + when + ": " + callout);
    } else if (disturbances.hinders(callout)) {
      when = "stopped or without database";
    } else if (isServable(callout)) {
      when = "although a token is usable";
      wrongs.add("a failure " + when + ": " + callout);
    }
    counts.merge(kind + ", " + when, 1, Integer::sum);
  }

  /** What a node has served once it serves on, whatever becomes of the database. */
  private boolean isHeld(Callout failure) {
    return known(failure).anyMatch(token -> isUsable(token, failure));
  }

  /**
   * What a node has served once it gets again without the database, when it is over. An exchange
   * that a stop met fails once the node goes on, and with it those who joined it by then.
   */
  private boolean isToGoOn(Callout failure) {
    return disturbances.isAllWithoutDatabase(failure)
        && !disturbances.isStopped(failure, terms.served())
        && known(failure).findAny().isPresent();
  }

  private boolean isUsable(Issued token, Callout failure) {
    return token.arrived() + terms.usable() - Terms.WRITTEN > failure.answered();
  }

  /** Returns the tokens that a node has served of a provider that it still knows. */
  private Stream<Issued> known(Callout failure) {
    return ledger.served(failure.provider()).stream()
        .filter(served -> served.node() == failure.node())
        .filter(served -> served.answered() <= failure.asked())
        .filter(served -> isStillKnown(served, failure))
        .flatMap(served -> Stream.ofNullable(ledger.of(served)))
        .filter(token -> token.provider() == failure.provider());
  }

  private boolean isStillKnown(Callout served, Callout failure) {
    return !disturbances.isKilled(served.node(), served.asked(), failure.answered())
        && ledger.changes(served.provider()).stream()
            .filter(change -> change.from() <= failure.answered())
            .noneMatch(c -> disturbances.heard(served.node(), c.to()) >= served.asked());
  }

  private boolean isServable(Callout failure) {
    return ledger.issued(failure.provider()).stream().anyMatch(token -> serves(token, failure));
  }

  private boolean serves(Issued token, Callout failure) {
    return token.answered() + Terms.WRITTEN < failure.asked()
        && token.arrived() + terms.usable() > failure.answered()
        && !disturbances.mayBeLost(token)
        && ledger.changes(token.provider()).stream()
            .noneMatch(change -> change.ends(token) && change.from() <= failure.answered());
  }
}
