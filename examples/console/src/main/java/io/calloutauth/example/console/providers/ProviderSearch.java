package io.calloutauth.example.console.providers;

import io.calloutauth.ProviderSummary;
import io.calloutauth.Providers;
import io.calloutauth.example.console.AllProviders;
import java.util.List;
import java.util.Locale;

/**
 * The providers whose names hold what was searched for, one page of them.
 *
 * @param text what was searched for
 * @param page the page's number, from 1
 * @param items what is on the page
 * @param total how many there are on all pages
 */
record ProviderSearch(String text, int page, List<ProviderSummary> items, int total) {

  private static final int PER_PAGE = 10;

  static ProviderSearch of(Providers providers, String text, int page) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    List<ProviderSummary> found =
        AllProviders.of(providers).stream()
            .filter(item -> item.provider().name().toLowerCase(Locale.ROOT).contains(wanted))
            .toList();
    int shown = Math.min(Math.max(page, 1), pages(found.size()));
    int from = (shown - 1) * PER_PAGE;
    int to = Math.min(from + PER_PAGE, found.size());
    return new ProviderSearch(text.strip(), shown, found.subList(from, to), found.size());
  }

  private static int pages(int total) {
    return Math.max(1, (total + PER_PAGE - 1) / PER_PAGE);
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
