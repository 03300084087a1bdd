package io.calloutauth.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares rows of history that are read with what was asked for. Thread-safe. */
final class KeyCheckedHistory implements HistoryStore {

  private final HistoryStore store;

  private KeyCheckedHistory(HistoryStore store) {
    this.store = store;
  }

  /** Returns a store over another one; the one that keeps nothing is itself. */
  static HistoryStore over(HistoryStore store) {
    return store == HistoryStore.NONE ? store : new KeyCheckedHistory(store);
  }

  @Override
  public void write(List<HistoryNote> notes, int most) {
    store.write(notes, most);
  }

  @Override
  public void trim(ProviderKey provider, int most) {
    store.trim(provider, most);
  }

  @Override
  public Page<HistoryRow> list(
      ProviderKey provider, Period period, @Nullable String after, int limit) {
    Page<HistoryRow> page = store.list(provider, period, after, limit);
    page.items().forEach(row -> require(row.provider().equals(provider)));
    return page;
  }

  @Override
  public Page<HistoryRow> list(
      String tenant, String notificationId, Period period, @Nullable String after, int limit) {
    Page<HistoryRow> page = store.list(tenant, notificationId, period, after, limit);
    page.items()
        .forEach(
            row ->
                require(
                    row.tenant().equals(tenant)
                        && row.notificationId().filter(notificationId::equals).isPresent()));
    return page;
  }

  @Override
  public int sweep(Duration age) {
    return store.sweep(age);
  }

  private static void require(boolean asked) {
    if (!asked) {
      throw KeyCheckedStore.otherKey();
    }
  }
}
