package io.calloutauth;

import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.Page;
import java.util.Optional;

/**
 * Which notification of one tenant authenticates with which provider. Notification ids are the
 * host's: 1 to 255 visible characters, compared byte for byte; another id throws {@link
 * IllegalArgumentException}. Thread-safe; every method blocks for as long as the store needs and
 * throws {@link StoreUnavailableException} when it is out of reach. Changes join the host's
 * transaction where the store supports that.
 */
public interface Notifications {

  /**
   * Binds a notification to a provider, in place of what it was bound to.
   *
   * @throws ProviderNotFoundException when the tenant has no such provider, also when it is deleted
   *     at this very moment
   */
  void bind(String notificationId, ProviderId providerId);

  /**
   * Removes a notification's binding; it is not detached any more either.
   *
   * @return false when there was none
   */
  boolean unbind(String notificationId);

  /** Returns a notification's binding, detached ones included; empty when there is none. */
  Optional<Binding> find(String notificationId);

  /**
   * Returns the first page of the ids of the notifications that are bound to a provider; an empty
   * page when there is no such provider.
   *
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another, or the page starts at no {@code
   *     next()}
   */
  Page<String> list(ProviderId providerId, int limit);

  /**
   * Returns another page.
   *
   * @param after the {@link Page#next()} of the page before
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another, or the page starts at no {@code
   *     next()}
   */
  Page<String> list(ProviderId providerId, String after, int limit);

  /**
   * Returns the first page of the tenant's bindings, detached ones included, in the order of their
   * notifications' ids.
   *
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another
   */
  Page<Binding> list(int limit);

  /**
   * Returns another page of the tenant's bindings.
   *
   * @param after the {@link Page#next()} of the page before
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another, or the page starts at no {@code
   *     next()}
   */
  Page<Binding> list(String after, int limit);

  /**
   * Returns the first page of the ids of the tenant's detached notifications.
   *
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another
   */
  Page<String> listDetached(int limit);

  /**
   * Returns another page of the detached notifications.
   *
   * @param after the {@link Page#next()} of the page before
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another, or the page starts at no {@code
   *     next()}
   */
  Page<String> listDetached(String after, int limit);
}
