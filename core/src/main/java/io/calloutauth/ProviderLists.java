package io.calloutauth;

import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds, lists and searches the providers of one tenant. Thread-safe; blocks as the store does.
 *
 * @param store keeps them
 * @param statuses says what is known of their tokens
 * @param tenant whose they are
 */
record ProviderLists(ProviderStore store, TokenStatuses statuses, String tenant) {

  private static final int CHUNK = 500;

  /**
   * Returns a provider's row.
   *
   * @throws ProviderNotFoundException when there is none
   */
  ProviderRow row(ProviderId id) {
    return StoreCalls.call(() -> store.find(key(id)))
        .orElseThrow(() -> new ProviderNotFoundException(id));
  }

  Optional<Provider> find(ProviderId id) {
    return StoreCalls.call(() -> store.find(key(id))).map(ProviderEditor::view);
  }

  Optional<Provider> findByName(String name) {
    return findRow(name).map(ProviderEditor::view);
  }

  /** Returns the row of the provider with a name, in whatever case; empty when there is none. */
  Optional<ProviderRow> findRow(String name) {
    return ProviderEditor.nameKey(name)
        .flatMap(key -> StoreCalls.call(() -> store.findByName(tenant, key)));
  }

  Optional<ProviderSummary> findSummary(ProviderId id) {
    return StoreCalls.call(() -> store.findListing(key(id))).map(this::summary);
  }

  Page<ProviderSummary> list(@Nullable String after, int limit) {
    String key = PageCursors.PROVIDERS.start(after, limit);
    return PageCursors.PROVIDERS.told(read(key, limit)).map(this::summary);
  }

  /** Reads on until the page is full: the store does not look inside of settings. */
  Page<ProviderSummary> search(ProviderQuery query, @Nullable String after, int limit) {
    PageCursors pages = PageCursors.searchFor(query);
    String key = pages.start(after, limit);
    List<ProviderListing> found = new ArrayList<>();
    do {
      Page<ProviderListing> chunk = read(key, CHUNK);
      chunk.items().stream().filter(row -> query.matches(summary(row))).forEach(found::add);
      key = chunk.next().orElse(null);
    } while (key != null && found.size() <= limit);
    if (found.size() <= limit) {
      return Page.of(found, null).map(this::summary);
    }
    String last = found.get(limit - 1).provider().content().name().key();
    return pages.told(Page.of(found.subList(0, limit), last)).map(this::summary);
  }

  /** Returns a set of public keys of a provider: of no other set a key is opened. */
  Optional<PublicKeySet> publicKeys(ProviderEditor editor, ProviderId id, String keySet) {
    return StoreCalls.call(() -> store.find(key(id)))
        .filter(row -> ProviderEditor.objection(row) == null)
        .filter(row -> ProviderEditor.view(row).keySet().filter(keySet::equals).isPresent())
        .flatMap(editor::publicKeys);
  }

  private Page<ProviderListing> read(@Nullable String after, int limit) {
    return StoreCalls.call(() -> store.list(tenant, after, limit));
  }

  private ProviderSummary summary(ProviderListing listing) {
    return new ProviderSummary(
        ProviderEditor.view(listing.provider()),
        statuses.of(listing.provider(), listing.token()),
        listing.bindings());
  }

  private ProviderKey key(ProviderId id) {
    return new ProviderKey(tenant, id.key());
  }
}
