package io.calloutauth.example.console.notifications;

import io.calloutauth.endpoint.EndpointCheck;
import io.calloutauth.provider.ProviderId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was typed about a notification, and what is wrong with it. Immutable.
 *
 * @param name the name
 * @param url the callout URL
 * @param method the HTTP method
 * @param provider the id of the chosen provider, {@link #NO_TOKEN}, or empty when nothing is chosen
 * @param search a part of the names of the providers that are offered
 * @param version the version that an edit is based on; 0 for a new notification
 * @param problems what is wrong, by the field's name
 */
record NotificationForm(
    String name,
    String url,
    String method,
    String provider,
    String search,
    long version,
    Map<String, String> problems) {

  /** The methods that a callout may have. */
  static final List<String> METHODS = List.of("POST", "PUT", "PATCH", "GET", "DELETE");

  /** Chosen where callouts carry no token: a choice as any other, never what is left. */
  static final String NO_TOKEN = "none";

  static NotificationForm empty() {
    return new NotificationForm("", "", "POST", "", "", 0, Map.of());
  }

  static NotificationForm of(Notification notification, String provider) {
    return new NotificationForm(
        notification.name(),
        notification.url(),
        notification.method(),
        provider,
        "",
        notification.version(),
        Map.of());
  }

  static NotificationForm of(Map<String, String> typed) {
    return new NotificationForm(
        typed.getOrDefault("name", "").strip(),
        typed.getOrDefault("url", "").strip(),
        typed.getOrDefault("method", "POST"),
        typed.getOrDefault("provider", ""),
        typed.getOrDefault("provider-search", "").strip(),
        version(typed.getOrDefault("version", "")),
        Map.of());
  }

  /** Without a version the edit is of none. */
  private static long version(String typed) {
    return typed.matches("\\d{1,18}") ? Long.parseLong(typed) : -1;
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
    if (provider.isEmpty()) {
      found.put("provider", "must be chosen: a provider, or none");
    }
    EndpointCheck check = policy.apply(url);
    if (check.refusal() != null) {
      found.put("url", check.refusal().text());
    }
    return with(found);
  }

  NotificationForm providerRefused(String reason) {
    return with(Map.of("provider", reason));
  }

  private NotificationForm with(Map<String, String> found) {
    return new NotificationForm(name, url, method, provider, search, version, Map.copyOf(found));
  }

  /** Returns the keys of what was typed otherwise than it is stored. */
  List<String> differences(NotificationForm stored) {
    return Stream.of(
            name.equals(stored.name) ? "" : "name",
            url.equals(stored.url) ? "" : "url",
            method.equals(stored.method) ? "" : "method",
            provider.equals(stored.provider) ? "" : "provider")
        .filter(key -> !key.isEmpty())
        .toList();
  }

  Notification toNotification(String id) {
    return new Notification(id, name, url, method, version);
  }

  /** Returns the chosen provider, or null when callouts carry no token. */
  @Nullable ProviderId chosen() {
    return provider.equals(NO_TOKEN) ? null : new ProviderId(provider);
  }

  /** Returns what is wrong with a field, or null when nothing is. */
  public @Nullable String problem(String field) {
    return problems.get(field);
  }
}
