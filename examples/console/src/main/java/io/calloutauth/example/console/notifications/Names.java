package io.calloutauth.example.console.notifications;

import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.ProviderSummary;
import io.calloutauth.example.console.AllProviders;
import io.calloutauth.example.console.Outcome.Link;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.example.console.activity.EventLine;
import io.calloutauth.example.console.activity.EventWords;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Puts names to the ids that the library speaks of. Thread-safe. */
@Component
public final class Names {

  private final NotificationTable notifications;
  private final EventWords words;

  Names(NotificationTable notifications, EventWords words) {
    this.notifications = notifications;
    this.words = words;
  }

  /** Returns the names of a tenant's providers by their ids, in the order of their names. */
  public Map<ProviderId, String> providers(Workspace workspace) {
    return AllProviders.of(workspace.auth().providers()).stream()
        .map(ProviderSummary::provider)
        .collect(
            Collectors.toMap(
                Provider::id, Provider::name, (one, other) -> one, LinkedHashMap::new));
  }

  /** Returns notifications as places to go, by their names where the host knows them. */
  public List<Link> notifications(Workspace workspace, List<String> ids) {
    Map<String, Notification> known = notifications.byId(workspace.tenant());
    return ids.stream().map(id -> link(id, known)).toList();
  }

  /**
   * Returns notifications by their ids as places to go. One that the host does not know (any more)
   * has no path, and its id for a name.
   */
  public Map<String, Link> notificationsById(Workspace workspace, List<String> ids) {
    Map<String, Notification> known = notifications.byId(workspace.tenant());
    return ids.stream()
        .collect(
            Collectors.toMap(
                id -> id, id -> known.containsKey(id) ? link(id, known) : new Link("", id)));
  }

  private static Link link(String id, Map<String, Notification> known) {
    Notification notification = known.get(id);
    return new Link("/notifications/" + id, notification == null ? id : notification.name());
  }

  /** Returns events with the names of what they are about. */
  public List<EventLine> of(Workspace workspace, List<CalloutAuthEvent> events) {
    Map<ProviderId, String> providers = providers(workspace);
    Map<String, Notification> known = notifications.byId(workspace.tenant());
    return events.stream()
        .map(
            event ->
                new EventLine(
                    event,
                    event.providerId().map(providers::get).orElse(null),
                    event.notificationId().map(known::get).map(Notification::name).orElse(null),
                    words.of(event)))
        .toList();
  }
}
