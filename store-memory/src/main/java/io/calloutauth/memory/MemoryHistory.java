package io.calloutauth.memory;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.HistoryStore;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps history in memory. */
final class MemoryHistory implements HistoryStore {

  private final TenantShelves tenants;

  MemoryHistory(TenantShelves tenants) {
    this.tenants = tenants;
  }

  @Override
  public void write(List<HistoryNote> notes, int most) {
    Map<String, List<HistoryNote>> byTenant =
        notes.stream()
            .collect(groupingBy(note -> note.row().tenant(), LinkedHashMap::new, toList()));
    byTenant.forEach((tenant, own) -> tenants.inMade(tenant, shelf -> write(shelf, own, most)));
  }

  private static boolean write(TenantShelf shelf, List<HistoryNote> notes, int most) {
    Instant now = shelf.now();
    Set<String> written = new HashSet<>();
    for (HistoryNote note : notes) {
      String id = note.row().provider().id();
      if (id.isEmpty() || shelf.provider(id) != null) {
        shelf.history().write(note, now);
        written.add(id);
      }
    }
    written.forEach(id -> shelf.history().trim(id, most));
    return true;
  }

  @Override
  public void trim(ProviderKey provider, int most) {
    tenants.in(
        provider.tenant(),
        shelf -> {
          shelf.history().trim(provider.id(), most);
          return true;
        });
  }

  @Override
  public Page<HistoryRow> list(
      ProviderKey provider, Period period, @Nullable String after, int limit) {
    return tenants.in(
        provider.tenant(),
        shelf -> shelf.history().ofProvider(provider.id(), period, after, limit));
  }

  @Override
  public Page<HistoryRow> list(
      String tenant, String notificationId, Period period, @Nullable String after, int limit) {
    return tenants.in(
        tenant, shelf -> shelf.history().ofNotification(notificationId, period, after, limit));
  }

  @Override
  public int sweep(Duration age) {
    AtomicInteger swept = new AtomicInteger();
    tenants.each(shelf -> swept.addAndGet(shelf.history().sweep(shelf.now().minus(age))));
    return swept.get();
  }
}
