package io.calloutauth;

import io.calloutauth.json.PlainMap;
import io.calloutauth.provider.ProviderId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which provider a notification authenticates with. Immutable and thread-safe. */
public final class Binding {

  private final String notificationId;
  private final @Nullable ProviderId providerId;

  Binding(String notificationId, @Nullable ProviderId providerId) {
    this.notificationId = notificationId;
    this.providerId = providerId;
  }

  /** Returns the notification. */
  public String notificationId() {
    return notificationId;
  }

  /** Returns the provider; empty when the notification is detached. */
  public Optional<ProviderId> providerId() {
    return Optional.ofNullable(providerId);
  }

  /**
   * Returns whether its provider was deleted by force: its callouts fail until it is bound or
   * unbound.
   */
  public boolean detached() {
    return providerId == null;
  }

  /**
   * Returns this binding for a host's JSON: {@code notification_id}, {@code provider_id} unless it
   * is detached, and {@code detached}.
   */
  public Map<String, Object> toMap() {
    return new PlainMap()
        .put("notification_id", notificationId)
        .put("provider_id", providerId == null ? null : providerId.toString())
        .put("detached", detached())
        .build();
  }

  @Override
  public String toString() {
    return "Binding[" + notificationId + (detached() ? ", detached]" : " to " + providerId + "]");
  }
}
