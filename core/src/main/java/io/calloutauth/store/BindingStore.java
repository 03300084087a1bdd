package io.calloutauth.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps which notification is bound to which provider. Thread-safe; every method may block, and
 * joins the host's transaction where the store supports that.
 *
 * @see Store
 */
public interface BindingStore {

  /**
   * Binds a notification to a provider of the same tenant, in place of what it was bound to.
   * Decided atomically against a deletion of the provider at this very moment.
   *
   * @return false when the tenant has no such provider; then nothing changed
   */
  boolean bind(ProviderKey provider, String notificationId);

  /**
   * Removes a notification's binding, also when it is detached.
   *
   * @return false when there was none
   */
  boolean unbind(String tenant, String notificationId);

  /**
   * Returns a notification's binding as it is stored; empty when it was never bound or is unbound.
   */
  Optional<BindingRow> find(String tenant, String notificationId);

  /**
   * Returns a page of a provider's bindings, in the byte order of their notifications' ids; an
   * empty page when there is no such provider.
   *
   * @param after the {@link Page#next()} of the page before, or null for the first page
   * @param limit how many at most; at least 1
   */
  Page<BindingRow> list(ProviderKey provider, @Nullable String after, int limit);

  /**
   * Returns a page of a tenant's bindings, detached ones included, in the byte order of their
   * notifications' ids.
   *
   * @param after the {@link Page#next()} of the page before, or null for the first page
   * @param limit how many at most; at least 1
   */
  Page<BindingRow> listAll(String tenant, @Nullable String after, int limit);

  /**
   * Returns a page of a tenant's detached bindings, in the byte order of their notifications' ids.
   *
   * @param after the {@link Page#next()} of the page before, or null for the first page
   * @param limit how many at most; at least 1
   */
  Page<BindingRow> listDetached(String tenant, @Nullable String after, int limit);
}
