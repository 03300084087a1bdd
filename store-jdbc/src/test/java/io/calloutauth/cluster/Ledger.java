package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Issued;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run's tokens, changes and callouts by what they are of. Immutable. */
final class Ledger {

  private final Map<String, Issued> byToken = new HashMap<>();
  private final Map<Integer, List<Issued>> issued = new HashMap<>();
  private final Map<Integer, List<Change>> changes = new HashMap<>();
  private final Map<Integer, List<Callout>> callouts = new HashMap<>();

  Ledger(History history) {
    history.issued().stream().sorted(Comparator.comparingLong(Issued::arrived)).forEach(this::add);
    history.changes().stream()
        .sorted(Comparator.comparingLong(Change::from))
        .forEach(change -> listOf(changes, change.provider()).add(change));
    history.callouts().forEach(callout -> listOf(callouts, callout.provider()).add(callout));
  }

  private void add(Issued token) {
    byToken.put(token.token(), token);
    listOf(issued, token.provider()).add(token);
  }

  private static <T> List<T> listOf(Map<Integer, List<T>> lists, int provider) {
    return lists.computeIfAbsent(provider, none -> new ArrayList<>());
  }

  /** Returns the providers that got a token. */
  Set<Integer> providers() {
    return Set.copyOf(issued.keySet());
  }

  /** Returns what is known of a callout's token; null when it carried none, or one made up. */
  @Nullable Issued of(Callout callout) {
    return callout.token() == null ? null : byToken.get(callout.token());
  }

  /** Returns a provider's tokens in the order in which they were asked for. */
  List<Issued> issued(int provider) {
    return List.copyOf(issued.getOrDefault(provider, List.of()));
  }

  /** Returns a provider's changes in the order in which they began. */
  List<Change> changes(int provider) {
    return List.copyOf(changes.getOrDefault(provider, List.of()));
  }

  /** Returns a provider's callouts, those without a token too. */
  List<Callout> callouts(int provider) {
    return List.copyOf(callouts.getOrDefault(provider, List.of()));
  }

  /** Returns a provider's callouts that carried a token. */
  List<Callout> served(int provider) {
    return callouts(provider).stream().filter(callout -> callout.token() != null).toList();
  }
}
