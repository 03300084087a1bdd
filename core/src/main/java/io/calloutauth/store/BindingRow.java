package io.calloutauth.store;

import org.jspecify.annotations.Nullable;

/**
 * A notification's binding.
 *
 * @param tenant the tenant, compared byte for byte
 * @param notificationId the notification's id, compared byte for byte
 * @param providerId the provider it is bound to, or null when that provider was deleted by force
 *     and the notification is detached
 */
public record BindingRow(String tenant, String notificationId, @Nullable String providerId) {

  /** Returns whether the provider was deleted by force. */
  public boolean detached() {
    return providerId == null;
  }
}
