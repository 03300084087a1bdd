package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Issued;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the exchanges that should not have been: those for a provider that had got a token not
 * long before. Not thread-safe.
 */
final class Duplicates {

  private final Ledger ledger;
  private final Disturbances disturbances;
  private final Terms terms;

  private long counted;
  private long apart;

  Duplicates(Ledger ledger, Disturbances disturbances, Terms terms) {
    this.ledger = ledger;
    this.disturbances = disturbances;
    this.terms = terms;
    ledger.providers().forEach(this::count);
  }

  long counted() {
    return counted;
  }

  /** Returns how many there were because of a kill, a stop or an outage. */
  long apart() {
    return apart;
  }

  private void count(int provider) {
    List<Change> revocations = new ArrayList<>(ledger.changes(provider));
    revocations.removeIf(change -> !change.revocation());
    Map<Integer, Issued> last = new HashMap<>();
    for (Issued token : ledger.issued(provider)) {
      Issued before = last.put(token.scope(), token);
      if (before != null && token.arrived() - before.answered() < terms.renewable()) {
        judge(before, token, revocations);
      }
    }
  }

  /** A revocation makes one exchange necessary, not one for each node. */
  private void judge(Issued before, Issued token, List<Change> revocations) {
    Optional<Change> reason =
        revocations.stream()
            .filter(change -> change.to() >= before.arrived() && change.from() <= token.arrived())
            .findFirst();
    if (disturbances.mayBeLost(before) || disturbances.isBlind(token)) {
      apart++;
    } else if (reason.isPresent()) {
      revocations.remove(reason.get());
    } else {
      counted++;
    }
  }
}
