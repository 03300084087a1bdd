package io.calloutauth.example.console.notifications;

import io.calloutauth.ProviderSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The providers that a notification's form offers: as many as a reader can survey, found by a part
 * of their names, and the chosen one in any case.
 *
 * @param offered those offered
 * @param unlisted how many more match
 * @param searchable whether there are more than are offered at once
 */
record ProviderChoices(List<ProviderSummary> offered, int unlisted, boolean searchable) {

  private static final int AT_ONCE = 30;

  /**
   * Chooses what is offered.
   *
   * @param all the tenant's providers, in the order of their names
   * @param search a part of a name; empty for all
   * @param chosen the id of the one that is chosen; empty, or another text, for none
   */
  static ProviderChoices of(List<ProviderSummary> all, String search, String chosen) {
    String wanted = search.strip().toLowerCase(Locale.ROOT);
    List<ProviderSummary> found =
        all.stream()
            .filter(item -> item.provider().name().toLowerCase(Locale.ROOT).contains(wanted))
            .toList();
    List<ProviderSummary> offered =
        new ArrayList<>(found.subList(0, Math.min(AT_ONCE, found.size())));
    all.stream()
        .filter(item -> item.provider().id().value().equals(chosen) && !offered.contains(item))
        .forEach(item -> offered.add(0, item));
    return new ProviderChoices(
        List.copyOf(offered), Math.max(0, found.size() - AT_ONCE), all.size() > AT_ONCE);
  }
}
