package io.calloutauth.cluster;

import io.calloutauth.cluster.AuthorizationWatch.Kind;
import io.calloutauth.cluster.AuthorizationWatch.Told;
import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Issued;
import io.calloutauth.cluster.RefreshUses.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges what became of authorizations: one is lost only where its node was killed or stopped
 * between the server's rotation and the write, it is told as in doubt before its refresh token is
 * tried again, that is done once, and then it is told as over. Not thread-safe.
 */
final class RefreshVerdict {

  /** How long after something happened an administrator has seen it. */
  private static final long SEEN = 5_000;

  private final Disturbances disturbances;
  private final Ledger ledger;
  private final Terms terms;
  private final List<Use> uses;
  private final List<Told> told;
  private final List<String> wrongs;
  private final Map<String, Integer> failures = new TreeMap<>();
  private final Set<Integer> tried = new TreeSet<>();

  RefreshVerdict(History history, Terms terms, RefreshUses uses, List<Told> told) {
    this.disturbances = new Disturbances(history);
    this.ledger = new Ledger(history);
    this.terms = terms;
    this.uses = uses.all();
    this.told = told;
    this.wrongs = new ArrayList<>(history.faults());
    this.uses.stream().filter(use -> !use.taken()).forEach(this::judgeRefused);
    told.forEach(this::judgeTold);
    history.callouts().forEach(this::judge);
    uses.revoked().stream()
        .filter(place -> !isLost(place.family()))
        .forEach(place -> wrongs.add("revoked though it is not over: " + place));
  }

  /** Returns what must not have happened. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** Returns how many callouts failed, by why. */
  Map<String, Integer> failures() {
    return Collections.unmodifiableMap(failures);
  }

  /** Returns how many refresh tokens were exchanged for another. */
  long rotations() {
    return uses.stream().filter(Use::taken).count();
  }

  /** Returns how many rotations a kill or a stop met. */
  long met() {
    return uses.stream().filter(use -> use.taken() && isMet(use)).count();
  }

  /** Returns how many authorizations stayed in doubt for longer than a token request may run. */
  long doubted() {
    return told.stream().filter(this::stays).map(Told::family).distinct().count();
  }

  /** Returns how many authorizations the server ended, for a used refresh token came again. */
  long ended() {
    return tried.size();
  }

  private boolean stays(Told seen) {
    return seen.kind() == Kind.OVER_AFTER_DOUBT
        || (seen.kind() == Kind.IN_DOUBT && seen.at() - seen.since() > terms.timeout() + SEEN);
  }

  private boolean isMet(Use use) {
    return disturbances.isMet(use.node(), use.arrived(), use.answered());
  }

  private void judgeRefused(Use refused) {
    int family = refused.token().family();
    if (!tried.add(family) && !isAgain(refused)) {
      wrongs.add("tried though it is over: " + refused);
    }
    boolean explained =
        uses.stream()
            .filter(use -> use.taken() && use.token().equals(refused.token()))
            .anyMatch(this::isMet);
    if (!explained) {
      wrongs.add("used twice, and nothing explains it: " + refused);
    }
    if (told.stream().noneMatch(seen -> seen.family() == family && isBefore(seen, refused))) {
      wrongs.add("tried again before anybody was told: " + refused);
    }
    if (told.stream().noneMatch(seen -> tells(seen, refused))) {
      wrongs.add("over, and nobody was told: " + refused);
    }
  }

  /** Whoever heard before that it is over may have died before it wrote that. */
  private boolean isAgain(Use refused) {
    return uses.stream()
        .filter(use -> !use.taken() && use.token().equals(refused.token()))
        .filter(use -> use.answered() < refused.arrived())
        .allMatch(this::isMet);
  }

  private static boolean isBefore(Told seen, Use refused) {
    return seen.kind() == Kind.IN_DOUBT && seen.at() < refused.answered();
  }

  private boolean tells(Told seen, Use refused) {
    boolean same = seen.family() == refused.token().family() && seen.at() >= refused.answered();
    return (same && (seen.kind() == Kind.OVER_AFTER_DOUBT || isMet(refused)))
        || (seen.provider() == refused.token().provider()
            && seen.family() > refused.token().family());
  }

  /** Who is told that an authorization is over or stays in doubt is told why. */
  private void judgeTold(Told seen) {
    if (seen.kind() == Kind.OVER) {
      wrongs.add("over without a doubt: " + seen);
    } else if (stays(seen) && !isLost(seen.family()) && !isDisturbed(seen)) {
      wrongs.add("in doubt, and nothing explains it: " + seen);
    }
  }

  /** A node may die that has the lease, and has not sent its token request. */
  private boolean isDisturbed(Told seen) {
    return disturbances.isDisturbed(seen.since(), terms.timeout());
  }

  private boolean isLost(int family) {
    return uses.stream().anyMatch(use -> use.token().family() == family && isMet(use));
  }

  private void judge(Callout callout) {
    if (callout.token() == null) {
      judgeFailed(callout);
      return;
    }
    Issued token = ledger.of(callout);
    if (token == null || token.provider() != callout.provider()) {
      wrongs.add("a foreign token: " + callout);
    } else if (token.arrived() + terms.usable() < callout.asked()) {
      wrongs.add("an expired token: " + callout + " of " + token);
    }
  }

  /** That one waits in vain while another node may still write is no loss. */
  private void judgeFailed(Callout callout) {
    String why = Objects.requireNonNull(callout.failure());
    boolean isTold = told.stream().anyMatch(seen -> excuses(seen, callout));
    if (why.contains(".")) {
      wrongs.add("a failure that nobody expects: " + callout);
    } else if (why.startsWith("AuthorizationNeeded") && !isTold) {
      wrongs.add("a failure though nothing is told: " + callout);
    }
    String when = disturbances.hinders(callout) ? "stopped or without database" : "otherwise";
    failures.merge(why + ", " + (isTold ? "told as in doubt or over" : when), 1, Integer::sum);
  }

  private static boolean excuses(Told seen, Callout callout) {
    return seen.provider() == callout.provider()
        && callout.asked() - Terms.HEARD <= seen.at() // so long another one is not heard of
        && seen.at() <= callout.answered() + SEEN;
  }
}
