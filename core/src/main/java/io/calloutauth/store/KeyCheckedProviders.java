package io.calloutauth.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares providers that are read with the keys that were asked for. Thread-safe. */
final class KeyCheckedProviders implements ProviderStore {

  private final ProviderStore store;

  KeyCheckedProviders(ProviderStore store) {
    this.store = store;
  }

  @Override
  public Creation create(ProviderKey key, ProviderContent content, int limit) {
    refuseBroken(content);
    return store.create(key, content, limit);
  }

  @Override
  public Update update(ProviderKey key, long readVersion, NewNumber anew, ProviderContent content) {
    refuseBroken(content);
    return store.update(key, readVersion, anew, content);
  }

  @Override
  public Optional<ProviderRow> find(ProviderKey key) {
    Optional<ProviderRow> found = store.find(key);
    found.ifPresent(row -> require(row.key().equals(key)));
    return found;
  }

  @Override
  public Optional<ProviderRow> findByName(String tenant, String nameKey) {
    Optional<ProviderRow> found = store.findByName(tenant, nameKey);
    found.ifPresent(
        row -> require(isOf(row, tenant) && row.content().name().key().equals(nameKey)));
    return found;
  }

  @Override
  public List<ProviderRow> findByClient(String tenant, String client, int limit) {
    List<ProviderRow> found = store.findByClient(tenant, client, limit);
    found.forEach(row -> require(isOf(row, tenant) && row.content().client().equals(client)));
    return found;
  }

  @Override
  public Page<ProviderListing> list(String tenant, @Nullable String after, int limit) {
    Page<ProviderListing> page = store.list(tenant, after, limit);
    page.items().forEach(listing -> require(isOf(listing.provider(), tenant)));
    return page;
  }

  @Override
  public Optional<ProviderListing> findListing(ProviderKey key) {
    Optional<ProviderListing> found = store.findListing(key);
    found.ifPresent(listing -> require(listing.provider().key().equals(key)));
    return found;
  }

  @Override
  public Page<String> listTenants(@Nullable String after, int limit) {
    return store.listTenants(after, limit);
  }

  @Override
  public Deletion delete(ProviderKey key, int sample) {
    return store.delete(key, sample);
  }

  @Override
  public Optional<List<String>> deleteAndDetach(ProviderKey key) {
    return store.deleteAndDetach(key);
  }

  /** It would overwrite what an operator may still restore. */
  private static void refuseBroken(ProviderContent content) {
    if (content.isBroken()) {
      throw new IllegalArgumentException("broken settings are not to be written");
    }
  }

  private static boolean isOf(ProviderRow row, String tenant) {
    return row.key().tenant().equals(tenant);
  }

  private static void require(boolean asked) {
    if (!asked) {
      throw KeyCheckedStore.otherKey();
    }
  }
}
