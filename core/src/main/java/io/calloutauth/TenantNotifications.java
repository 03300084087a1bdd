package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.engine.OwnWrites;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.Identifiers;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bindings of one tenant, as one actor handles them. */
final class TenantNotifications implements Notifications {

  private final String tenant;
  private final Events.Actor actor;
  private final Store store;
  private final OwnWrites writes;

  TenantNotifications(String tenant, Events.Actor actor, Store store, OwnWrites writes) {
    this.tenant = tenant;
    this.actor = actor;
    this.store = store;
    this.writes = writes;
  }

  @Override
  public void bind(String notificationId, ProviderId providerId) {
    Subject subject = Subject.of(providerId, Identifiers.notification(notificationId));
    actor.propose(EventType.BINDING_MADE, subject, Events.Detail.NONE);
    Store noting = actor.recording(store, EventType.BINDING_MADE, subject, Events.Detail.NONE);
    if (!StoreCalls.call(() -> noting.bindings().bind(key(providerId), notificationId))) {
      throw new ProviderNotFoundException(providerId);
    }
    writes.binding(tenant, notificationId, providerId.key());
    actor.changed(EventType.BINDING_MADE, subject, Events.Detail.NONE);
  }

  @Override
  public boolean unbind(String notificationId) {
    Subject subject = Subject.of(null, Identifiers.notification(notificationId));
    actor.propose(EventType.BINDING_REMOVED, subject, Events.Detail.NONE);
    Store noting = actor.recording(store, EventType.BINDING_REMOVED, subject, Events.Detail.NONE);
    boolean removed = StoreCalls.call(() -> noting.bindings().unbind(tenant, notificationId));
    writes.binding(tenant, notificationId, null);
    if (removed) {
      actor.changed(EventType.BINDING_REMOVED, subject, Events.Detail.NONE);
    }
    return removed;
  }

  @Override
  public Optional<Binding> find(String notificationId) {
    Identifiers.notification(notificationId);
    return StoreCalls.call(() -> store.bindings().find(tenant, notificationId))
        .map(TenantNotifications::view);
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
        .told(StoreCalls.call(() -> store.bindings().listAll(tenant, key, limit)))
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
        .told(StoreCalls.call(() -> store.bindings().listDetached(tenant, key, limit)))
        .map(BindingRow::notificationId);
  }

  private Page<String> page(ProviderId providerId, @Nullable String after, int limit) {
    PageCursors pages = PageCursors.boundTo(providerId);
    String key = pages.start(after, limit);
    return pages
        .told(StoreCalls.call(() -> store.bindings().list(key(providerId), key, limit)))
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
