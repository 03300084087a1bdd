package io.calloutauth;

import io.calloutauth.store.Page;

/**
 * The way in for a host with many tenants: there is no way to a provider but through its tenant.
 * Thread-safe.
 */
public interface CalloutAuthTenants extends AutoCloseable {

  /**
   * Returns one tenant's way in. A tenant need not be made first, and costs nothing as long as it
   * has nothing: while this node holds something of it, this is the same object each time, where no
   * actor is named. Whichever object is used, the tenant is the same.
   *
   * @param tenant 1 to 64 visible characters, compared byte for byte
   * @throws IllegalArgumentException when it is anything else
   */
  CalloutAuth tenant(String tenant);

  /**
   * Returns the same tenants with an actor, whose name is in the events that come of what is done
   * through them, {@link #purge} included.
   *
   * @param actor who acts, for example an operator's name
   */
  CalloutAuthTenants as(String actor);

  /**
   * Returns the first page of the tenants that have a provider or a binding, in the order of their
   * ids. Blocks for as long as the store needs.
   *
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another
   * @throws StoreUnavailableException when the store is out of reach
   */
  Page<String> list(int limit);

  /**
   * Returns another page of the tenants. Blocks for as long as the store needs.
   *
   * @param after the {@link Page#next()} of the page before
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another, or the page starts at no {@code
   *     next()}
   * @throws StoreUnavailableException when the store is out of reach
   */
  Page<String> list(String after, int limit);

  /**
   * Removes everything of a tenant: bindings, tokens, providers and history. Its callouts fail from
   * then on. Tells no authorization server. Blocks for as long as the store needs. Whatever {@link
   * CalloutAuthListener#beforeChange} throws stops it, and is thrown here.
   *
   * @throws IllegalArgumentException when the id is none that a tenant can have
   * @throws StoreUnavailableException when the store is out of reach
   */
  void purge(String tenant);

  /** Returns what is sealed with which key, in all tenants. */
  Sealing sealing();

  /** Returns how this node is doing. Does not block. */
  Health health();

  /** Does what {@link CalloutAuth#close()} does, for all tenants. */
  @Override
  void close();
}
