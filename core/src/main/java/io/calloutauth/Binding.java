package io.calloutauth;

import io.calloutauth.provider.ProviderId;
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

  @Override
  public String toString() {
    return "Binding[" + notificationId + (detached() ? ", detached]" : " to " + providerId + "]");
  }
}
