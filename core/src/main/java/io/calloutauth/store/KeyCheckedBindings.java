package io.calloutauth.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares bindings that are read with the keys that were asked for. Thread-safe. */
final class KeyCheckedBindings implements BindingStore {

  private final BindingStore store;

  KeyCheckedBindings(BindingStore store) {
    this.store = store;
  }

  @Override
  public boolean bind(ProviderKey provider, String notificationId) {
    return store.bind(provider, notificationId);
  }

  @Override
  public boolean unbind(String tenant, String notificationId) {
    return store.unbind(tenant, notificationId);
  }

  @Override
  public Optional<BindingRow> find(String tenant, String notificationId) {
    Optional<BindingRow> found = store.find(tenant, notificationId);
    found.ifPresent(
        row -> require(row.tenant().equals(tenant) && row.notificationId().equals(notificationId)));
    return found;
  }

  @Override
  public Page<BindingRow> list(ProviderKey provider, @Nullable String after, int limit) {
    Page<BindingRow> page = store.list(provider, after, limit);
    page.items()
        .forEach(
            row ->
                require(
                    row.tenant().equals(provider.tenant())
                        && provider.id().equals(row.providerId())));
    return page;
  }

  @Override
  public Page<BindingRow> listAll(String tenant, @Nullable String after, int limit) {
    Page<BindingRow> page = store.listAll(tenant, after, limit);
    page.items().forEach(row -> require(row.tenant().equals(tenant)));
    return page;
  }

  @Override
  public Page<BindingRow> listDetached(String tenant, @Nullable String after, int limit) {
    Page<BindingRow> page = store.listDetached(tenant, after, limit);
    page.items().forEach(row -> require(row.tenant().equals(tenant) && row.detached()));
    return page;
  }

  private static void require(boolean asked) {
    if (!asked) {
      throw KeyCheckedStore.otherKey();
    }
  }
}
