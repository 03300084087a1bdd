package io.calloutauth.example.console.notifications;

import io.calloutauth.endpoint.EndpointCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was typed about a notification, and what is wrong with it. Immutable.
 *
 * @param name the name
 * @param url the callout URL
 * @param method the HTTP method
 * @param provider the id of the chosen provider; empty for none
 * @param problems what is wrong, by the field's name
 */
record NotificationForm(
    String name, String url, String method, String provider, Map<String, String> problems) {

  /** The methods that a callout may have. */
  static final List<String> METHODS = List.of("POST", "PUT", "PATCH", "GET", "DELETE");

  static NotificationForm empty() {
    return new NotificationForm("", "", "POST", "", Map.of());
  }

  static NotificationForm of(Notification notification, String provider) {
    return new NotificationForm(
        notification.name(), notification.url(), notification.method(), provider, Map.of());
  }

  static NotificationForm of(Map<String, String> typed) {
    return new NotificationForm(
        typed.getOrDefault("name", "").strip(),
        typed.getOrDefault("url", "").strip(),
        typed.getOrDefault("method", "POST"),
        typed.getOrDefault("provider", ""),
        Map.of());
  }

  /**
   * Returns the same form with what is wrong with it.
   *
   * @param policy judges the callout URL by its text, for early feedback; what it leads to is
   *     judged whenever a callout is sent
   */
  NotificationForm judged(Function<String, EndpointCheck> policy) {
    Map<String, String> found = new HashMap<>();
    if (name.isEmpty() || name.length() > 255) {
      found.put("name", "must have 1 to 255 characters");
    }
    if (!METHODS.contains(method)) {
      found.put("method", "must be one of the list");
    }
    EndpointCheck check = policy.apply(url);
    if (check.refusal() != null) {
      found.put("url", check.refusal().text());
    }
    return new NotificationForm(name, url, method, provider, Map.copyOf(found));
  }

  NotificationForm providerRefused(String reason) {
    return new NotificationForm(name, url, method, provider, Map.of("provider", reason));
  }

  Notification toNotification(String id) {
    return new Notification(id, name, url, method);
  }

  /** Returns what is wrong with a field, or null when nothing is. */
  public @Nullable String problem(String field) {
    return problems.get(field);
  }
}
