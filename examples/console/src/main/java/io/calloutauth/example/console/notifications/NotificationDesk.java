package io.calloutauth.example.console.notifications;

import io.calloutauth.Binding;
import io.calloutauth.Notifications;
import io.calloutauth.example.console.Missing;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps a notification and its authentication together: both are stored, or neither is. With a
 * store in the same database the binding joins this transaction. Thread-safe.
 */
@Service
class NotificationDesk {

  private static final int AT_ONCE = 1_000;

  private final NotificationTable table;
  private final CalloutHistory history;

  NotificationDesk(NotificationTable table, CalloutHistory history) {
    this.table = table;
    this.history = history;
  }

  /**
   * Stores a notification, new or not, and what it authenticates with.
   *
   * @param edited what the edit is based on, or null for a new notification
   * @param provider the provider, or null when its callouts need no token
   * @throws StaleNotification when it was changed meanwhile, by whomever; nothing is stored then
   */
  @Transactional
  void store(
      Workspace workspace,
      @Nullable Notification edited,
      Notification notification,
      @Nullable ProviderId provider) {
    if (edited == null) {
      table.add(workspace.tenant(), notification);
    } else if (!table.update(workspace.tenant(), notification, notification.version())) {
      throw new StaleNotification();
    }
    if (provider == null) {
      workspace.auth().notifications().unbind(notification.id());
    } else {
      workspace.auth().notifications().bind(notification.id(), provider);
    }
  }

  /** Removes a notification and its binding. */
  @Transactional
  void remove(Workspace workspace, String id) {
    workspace.auth().notifications().unbind(id);
    table.remove(workspace.tenant(), id);
    history.forget(workspace.tenant(), id);
  }

  Notification find(Workspace workspace, String id) {
    return table
        .find(workspace.tenant(), id)
        .orElseThrow(() -> new Missing("This notification is not there (any more)."));
  }

  /** Returns the tenant's notifications as a page shows them. */
  List<Line> lines(Workspace workspace, Map<ProviderId, String> providers) {
    return lines(workspace, providers, notification -> true);
  }

  /** Returns those of the tenant's notifications whose provider was deleted by force. */
  List<Line> detached(Workspace workspace, Map<ProviderId, String> providers) {
    Notifications bindings = workspace.auth().notifications();
    Page<String> page = bindings.listDetached(AT_ONCE);
    Set<String> ids = new HashSet<>(page.items());
    while (page.next().isPresent()) {
      page = bindings.listDetached(page.next().get(), AT_ONCE);
      ids.addAll(page.items());
    }
    return lines(workspace, providers, notification -> ids.contains(notification.id()));
  }

  private List<Line> lines(
      Workspace workspace, Map<ProviderId, String> providers, Predicate<Notification> wanted) {
    return table.list(workspace.tenant()).stream()
        .filter(wanted)
        .map(notification -> line(workspace, notification, providers))
        .toList();
  }

  Line line(Workspace workspace, Notification notification, Map<ProviderId, String> providers) {
    Binding binding = workspace.auth().notifications().find(notification.id()).orElse(null);
    Callout latest = history.latest(workspace.tenant(), notification.id()).orElse(null);
    ProviderId id = binding == null ? null : binding.providerId().orElse(null);
    return new Line(
        notification,
        id,
        id == null ? null : providers.get(id),
        binding != null && binding.detached(),
        latest);
  }

  /**
   * A notification as a page shows it.
   *
   * @param notification the notification
   * @param providerId its provider, or null when there is none
   * @param provider its provider's name, or null when there is none
   * @param detached whether its provider was deleted by force
   * @param latest its latest callout, or null when there was none
   */
  record Line(
      Notification notification,
      @Nullable ProviderId providerId,
      @Nullable String provider,
      boolean detached,
      @Nullable Callout latest) {}

  /** Thrown when a notification was changed since the form was filled from it. */
  static final class StaleNotification extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
