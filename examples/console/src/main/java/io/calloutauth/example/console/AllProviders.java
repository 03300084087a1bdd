package io.calloutauth.example.console;

import io.calloutauth.ProviderQuery;
import io.calloutauth.ProviderSummary;
import io.calloutauth.Providers;
import io.calloutauth.store.Page;
import java.util.ArrayList;
import java.util.List;

/** Lists all providers of a tenant, page by page of the library's, with their tokens' states. */
public final class AllProviders {

  private static final int AT_ONCE = 1_000;

  private AllProviders() {}

  /** Returns them in the order of their names. Blocks for the store. */
  public static List<ProviderSummary> of(Providers providers) {
    return of(providers, ProviderQuery.all());
  }

  /** Returns those that match, in the order of their names. Blocks for the store. */
  public static List<ProviderSummary> of(Providers providers, ProviderQuery query) {
    Page<ProviderSummary> page = providers.search(query, AT_ONCE);
    List<ProviderSummary> all = new ArrayList<>(page.items());
    while (page.next().isPresent()) {
      page = providers.search(query, page.next().get(), AT_ONCE);
      all.addAll(page.items());
    }
    return all;
  }
}
