package io.calloutauth;

import io.calloutauth.store.Store;

/**
 * The way in for one tenant: providers, notifications, tokens and callouts. Thread-safe; every part
 * is always the same object.
 */
public interface CalloutAuth extends AutoCloseable {

  /** Returns a builder over a store. */
  static CalloutAuthBuilder builder(Store store) {
    return new CalloutAuthBuilder(store);
  }

  /** Returns the tenant's providers. */
  Providers providers();

  /** Returns which notification authenticates with which provider. */
  Notifications notifications();

  /** Returns the tokens of the tenant's providers. */
  TokenManager tokens();

  /** Returns what authenticates the tenant's callouts. */
  CalloutAuthenticator callouts();

  /**
   * Returns the same tenant with an actor, whose name is in the events that come of what is done
   * through it.
   *
   * @param actor who acts, for example a user's name
   */
  CalloutAuth as(String actor);

  /** Returns what is sealed with which key, in all tenants. */
  Sealing sealing();

  /**
   * Returns how this node is doing; the failing providers and relaxations are those of this tenant
   * alone. Does not block.
   */
  Health health();

  /**
   * Ends token requests that are under way, closes connections and ends threads. Callouts that wait
   * fail; later ones fail as well. Never closes the store or the host's clients. Closing twice is
   * no error. One tenant of a {@link CalloutAuthTenants} is closed with that: closing it alone does
   * nothing.
   */
  @Override
  void close();
}
