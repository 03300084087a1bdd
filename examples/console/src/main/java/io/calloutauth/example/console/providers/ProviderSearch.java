package io.calloutauth.example.console.providers;

import io.calloutauth.ProviderQuery;
import io.calloutauth.ProviderSummary;
import io.calloutauth.Providers;
import io.calloutauth.example.console.AllProviders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The providers whose names hold what was searched for, one page of them.
 *
 * @param wanted what was searched for
 * @param page the page's number, from 1
 * @param items what is on the page
 * @param total how many there are on all pages
 */
record ProviderSearch(Wanted wanted, int page, List<ProviderSummary> items, int total) {

  private static final int PER_PAGE = 10;
  private static final Duration SOON = Duration.ofDays(30);

  /**
   * What is searched for.
   *
   * @param text a part of the name
   * @param ending whether only those are wanted whose secret or certificate ends soon, or has ended
   * @param unused whether only those are wanted that no notification is bound to
   * @param needing whether only those are wanted that somebody has to authorize
   */
  record Wanted(String text, boolean ending, boolean unused, boolean needing) {

    /** Reads it from a page's address. */
    static Wanted of(Map<String, String> query) {
      return new Wanted(
          query.getOrDefault("search", "").strip(),
          Boolean.parseBoolean(query.get("ending")),
          Boolean.parseBoolean(query.get("unused")),
          Boolean.parseBoolean(query.get("needing")));
    }

    private ProviderQuery query() {
      ProviderQuery query = unused ? ProviderQuery.all().unused() : ProviderQuery.all();
      return needing ? query.needsAuthorization() : query;
    }

    private boolean named(ProviderSummary item) {
      return item.provider()
          .name()
          .toLowerCase(Locale.ROOT)
          .contains(text.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Searches.
   *
   * @param now what ends within 30 days of it ends soon
   */
  static ProviderSearch of(Providers providers, Wanted wanted, Instant now, int page) {
    List<ProviderSummary> found =
        listed(providers, wanted, now.plus(SOON)).stream().filter(wanted::named).toList();
    int shown = Math.min(Math.max(page, 1), pages(found.size()));
    int from = (shown - 1) * PER_PAGE;
    int to = Math.min(from + PER_PAGE, found.size());
    return new ProviderSearch(wanted, shown, found.subList(from, to), found.size());
  }

  private static List<ProviderSummary> listed(Providers providers, Wanted wanted, Instant soon) {
    ProviderQuery query = wanted.query();
    List<ProviderSummary> all = AllProviders.of(providers, query);
    if (!wanted.ending()) {
      return all;
    }
    Set<String> ids =
        Stream.of(query.secretEndsBefore(soon), query.certificateEndsBefore(soon))
            .flatMap(each -> AllProviders.of(providers, each).stream())
            .map(item -> item.provider().id().value())
            .collect(Collectors.toSet());
    return all.stream().filter(item -> ids.contains(item.provider().id().value())).toList();
  }

  private static int pages(int total) {
    return Math.max(1, (total + PER_PAGE - 1) / PER_PAGE);
  }

  /** Tells whether it wants all providers. */
  public boolean isOfAll() {
    return wanted.text().isEmpty() && !wanted.ending() && !wanted.unused() && !wanted.needing();
  }

  public String text() {
    return wanted.text();
  }

  public boolean ending() {
    return wanted.ending();
  }

  public boolean unused() {
    return wanted.unused();
  }

  public boolean needing() {
    return wanted.needing();
  }

  public int pages() {
    return pages(total);
  }

  public int from() {
    return total == 0 ? 0 : (page - 1) * PER_PAGE + 1;
  }

  public int to() {
    return from() + Math.max(0, items.size() - 1);
  }
}
