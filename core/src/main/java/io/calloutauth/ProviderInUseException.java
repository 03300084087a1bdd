package io.calloutauth;

import io.calloutauth.provider.ProviderId;
import java.util.List;

/**
 * Thrown when a provider cannot be deleted because notifications are bound to it. Nothing changed.
 */
public final class ProviderInUseException extends CalloutAuthException {

  private final ProviderId id;
  private final List<String> notificationIds;
  private final long total;

  ProviderInUseException(NamedProvider provider, List<String> notificationIds, long total) {
    super(
        "The provider "
            + provider
            + " is used by "
            + total
            + (total == 1 ? " notification: " : " notifications: ")
            + String.join(", ", notificationIds)
            + (total > notificationIds.size() ? ", …" : ""),
        Retry.NEVER);
    this.id = provider.id();
    this.notificationIds = List.copyOf(notificationIds);
    this.total = total;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns the ids of the first 20 notifications that are bound to it. */
  public List<String> notificationIds() {
    return notificationIds;
  }

  /** Returns how many notifications are bound to it. */
  public long total() {
    return total;
  }
}
