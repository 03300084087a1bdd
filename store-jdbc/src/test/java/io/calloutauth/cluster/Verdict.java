package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Issued;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Judges a run: counts what happened, and names what must not. Not thread-safe. */
final class Verdict {

  private final Terms terms;
  private final Disturbances disturbances;
  private final Map<String, Issued> byToken = new HashMap<>();
  private final Map<Integer, List<Issued>> byProvider = new HashMap<>();
  private final Map<Integer, List<Change>> changes = new HashMap<>();
  private final List<String> wrongs = new ArrayList<>();
  private final Map<String, Integer> failures = new TreeMap<>();

  private long duplicates;
  private long apart;
  private long slowestHearing;
  private long slowestRecovery;
  private long interrupted;

  Verdict(History history, Terms terms) {
    this.terms = terms;
    this.disturbances = new Disturbances(history);
    List<Issued> issued = new ArrayList<>(history.issued());
    issued.sort(Comparator.comparingLong(Issued::arrived));
    for (Issued token : issued) {
      byToken.put(token.token(), token);
      byProvider.computeIfAbsent(token.provider(), p -> new ArrayList<>()).add(token);
    }
    history.changes().forEach(c -> changesOf(c.provider(), true).add(c));
    byProvider.values().forEach(this::countDuplicates);
    history.callouts().forEach(this::judge);
    history.kills().forEach(kill -> recovery(kill.from(), history.callouts()));
  }

  /** Returns what must not have happened. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  long duplicates() {
    return duplicates;
  }

  long duplicatesApart() {
    return apart;
  }

  /** Returns how many callouts failed, by why and when. */
  Map<String, Integer> failures() {
    return failures;
  }

  /** Returns for how long after a change a callout still got a token from before it. */
  long slowestHearing() {
    return slowestHearing;
  }

  /** Returns for how long a node that was killed in an exchange held up the others. */
  long slowestRecovery() {
    return slowestRecovery;
  }

  /** Returns how many exchanges a kill met. */
  long interrupted() {
    return interrupted;
  }

  private List<Change> changesOf(int provider, boolean add) {
    return add
        ? changes.computeIfAbsent(provider, p -> new ArrayList<>())
        : changes.getOrDefault(provider, List.of());
  }

  private void countDuplicates(List<Issued> tokens) {
    Map<Integer, Issued> last = new HashMap<>();
    for (Issued token : tokens) {
      Issued before = last.put(token.scope(), token);
      if (before == null
          || token.arrived() - before.answered() >= terms.renewable()
          || isRevokedBetween(before, token)) {
        continue;
      }
      if (disturbances.mayBeLost(before) || disturbances.isBlind(token)) {
        apart++;
      } else {
        duplicates++;
      }
    }
  }

  private boolean isRevokedBetween(Issued before, Issued token) {
    return changesOf(token.provider(), false).stream()
        .anyMatch(
            change ->
                change.revocation()
                    && change.to() >= before.arrived()
                    && change.from() <= token.answered());
  }

  private void judge(Callout callout) {
    if (callout.token() == null) {
      fail(callout, Objects.requireNonNull(callout.failure()));
      return;
    }
    Issued token = byToken.get(callout.token());
    if (token == null || token.provider() != callout.provider()) {
      wrongs.add("a foreign token: " + callout);
      return;
    }
    if (token.arrived() + terms.usable() < callout.asked()) {
      wrongs.add("an expired token: " + callout + " of " + token);
    }
    for (Change change : changesOf(token.provider(), false)) {
      hear(callout, token, change);
    }
  }

  private void hear(Callout callout, Issued token, Change change) {
    long late = callout.asked() - change.to();
    if (!change.done() || late <= 0 || !isFromBefore(token, change)) {
      return;
    }
    if (callout.asked() > disturbances.heard(callout.node(), change.to())) {
      wrongs.add("a token from before " + change + ": " + callout);
    }
    if (disturbances.heard(callout.node(), change.to()) == change.to() + Terms.HEARD) {
      slowestHearing = Math.max(slowestHearing, late);
    }
  }

  private static boolean isFromBefore(Issued token, Change change) {
    return change.revocation() ? token.arrived() < change.from() : token.scope() < change.scope();
  }

  private void fail(Callout callout, String kind) {
    String when = "no token to be had";
    if (disturbances.hinders(callout)) {
      when = "stopped or without database";
    } else if (isServable(callout)) {
      when = "although a token is usable";
      wrongs.add("a failure although a token is usable: " + callout);
    }
    failures.merge(kind + ", " + when, 1, Integer::sum);
  }

  private boolean isServable(Callout callout) {
    return byProvider.getOrDefault(callout.provider(), List.of()).stream()
        .anyMatch(token -> serves(token, callout));
  }

  private boolean serves(Issued token, Callout callout) {
    return token.answered() + Terms.WRITTEN < callout.asked()
        && token.arrived() + terms.usable() > callout.answered()
        && !disturbances.mayBeLost(token)
        && changesOf(token.provider(), false).stream()
            .noneMatch(
                change -> isFromBefore(token, change) && change.from() <= callout.answered());
  }

  /** Whose exchange a kill met is served again by another exchange, in bounded time. */
  private void recovery(long killed, List<Callout> callouts) {
    for (Issued lost : byToken.values()) {
      boolean met = lost.arrived() <= killed && lost.answered() + Terms.WRITTEN >= killed;
      if (!met || disturbances.isWithoutDatabase(killed, killed + terms.recovery())) {
        continue;
      }
      Callout next = next(lost, callouts);
      if (next != null && next.answered() <= killed) {
        continue; // it had reached the others before
      }
      interrupted++;
      long took = next == null ? Long.MAX_VALUE : next.answered() - killed;
      if (took > terms.recovery() && isLostAgain(lost, killed)) {
        continue; // whoever went on with it was killed or stopped too
      }
      if (took > terms.recovery()) {
        wrongs.add("no recovery in time from " + lost + " that was met at " + killed);
      } else {
        slowestRecovery = Math.max(slowestRecovery, took);
      }
    }
  }

  private boolean isLostAgain(Issued lost, long killed) {
    return byProvider.getOrDefault(lost.provider(), List.of()).stream()
        .filter(token -> token.arrived() > lost.arrived())
        .filter(token -> token.arrived() <= killed + terms.recovery())
        .anyMatch(disturbances::mayBeLost);
  }

  /** Returns the first callout with this token or a later one. */
  private @Nullable Callout next(Issued lost, List<Callout> callouts) {
    return callouts.stream()
        .filter(callout -> callout.provider() == lost.provider() && callout.token() != null)
        .filter(callout -> callout.answered() > lost.arrived())
        .filter(callout -> isSince(byToken.get(callout.token()), lost))
        .min(Comparator.comparingLong(Callout::answered))
        .orElse(null);
  }

  private static boolean isSince(@Nullable Issued token, Issued lost) {
    return token != null && token.arrived() >= lost.arrived();
  }
}
