package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.BindingStore;
import io.calloutauth.store.Identifiers;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bindings of one tenant, as one actor handles them. */
final class TenantNotifications implements Notifications {

  private final String tenant;
  private final Events.Actor actor;
  private final BindingStore store;
  private final WrittenChanges changes;

  TenantNotifications(
      String tenant, Events.Actor actor, BindingStore store, WrittenChanges changes) {
    this.tenant = tenant;
    this.actor = actor;
    this.store = store;
    this.changes = changes;
  }

  @Override
  public void bind(String notificationId, ProviderId providerId) {
    Subject subject = Subject.of(providerId, Identifiers.notification(notificationId));
    actor.propose(EventType.BINDING_MADE, subject, EventDetail.NONE);
    if (!StoreCalls.call(() -> store.bind(key(providerId), notificationId))) {
      throw new ProviderNotFoundException(providerId);
    }
    changes.binding(tenant, notificationId, providerId);
    actor.changed(EventType.BINDING_MADE, subject, EventDetail.NONE);
  }

  @Override
  public boolean unbind(String notificationId) {
    Subject subject = Subject.of(null, Identifiers.notification(notificationId));
    actor.propose(EventType.BINDING_REMOVED, subject, EventDetail.NONE);
    boolean removed = StoreCalls.call(() -> store.unbind(tenant, notificationId));
    changes.binding(tenant, notificationId, null);
    if (removed) {
      actor.changed(EventType.BINDING_REMOVED, subject, EventDetail.NONE);
    }
    return removed;
  }

  @Override
  public Optional<Binding> find(String notificationId) {
    Identifiers.notification(notificationId);
    return StoreCalls.call(() -> store.find(tenant, notificationId)).map(TenantNotifications::view);
  }

  @Override
  public Page<String> list(ProviderId providerId, int limit) {
    return page(providerId, null, limit);
  }

  @Override
  public Page<String> list(ProviderId providerId, String after, int limit) {
    return page(providerId, after, limit);
  }

  @Override
  public Page<Binding> list(int limit) {
    return all(null, limit);
  }

  @Override
  public Page<Binding> list(String after, int limit) {
    return all(Objects.requireNonNull(after, "after"), limit);
  }

  private Page<Binding> all(@Nullable String after, int limit) {
    String key = PageCursors.BINDINGS.start(after, limit);
    return PageCursors.BINDINGS
        .told(StoreCalls.call(() -> store.listAll(tenant, key, limit)))
        .map(TenantNotifications::view);
  }

  @Override
  public Page<String> listDetached(int limit) {
    return detached(null, limit);
  }

  @Override
  public Page<String> listDetached(String after, int limit) {
    return detached(Objects.requireNonNull(after, "after"), limit);
  }

  private Page<String> detached(@Nullable String after, int limit) {
    String key = PageCursors.DETACHED.start(after, limit);
    return PageCursors.DETACHED
        .told(StoreCalls.call(() -> store.listDetached(tenant, key, limit)))
        .map(BindingRow::notificationId);
  }

  private Page<String> page(ProviderId providerId, @Nullable String after, int limit) {
    PageCursors pages = PageCursors.boundTo(providerId);
    String key = pages.start(after, limit);
    return pages
        .told(StoreCalls.call(() -> store.list(key(providerId), key, limit)))
        .map(BindingRow::notificationId);
  }

  private ProviderKey key(ProviderId id) {
    return new ProviderKey(tenant, id.key());
  }

  private static Binding view(BindingRow row) {
    String providerId = row.providerId();
    return new Binding(
        row.notificationId(), providerId == null ? null : new ProviderId(providerId));
  }
}
