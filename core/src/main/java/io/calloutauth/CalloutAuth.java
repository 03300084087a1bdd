package io.calloutauth;

import io.calloutauth.history.History;
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

  /** Returns what fills in a provider's settings from its authorization server's metadata. */
  Discovery discovery();

  /** Returns which notification authenticates with which provider. */
  Notifications notifications();

  /** Returns the tokens of the tenant's providers. */
  TokenManager tokens();

  /** Returns export and import of the tenant's providers and bindings. */
  Transfer transfer();

  /** Returns what begins and completes authorizations in a browser. */
  Authorizations authorizations();

  /** Returns what happened to the tenant's providers and notifications. */
  History history();

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
   * Closes this node: breaks off what it asks of servers, and comes back when its threads are gone,
   * after 10 seconds at the latest. Whoever waits for a token fails at once with {@link
   * CalloutAuthClosedException}, and so does whoever asks for one later.
   *
   * <p>Blocks. Threads end by themselves and are never interrupted: they may be inside the host's
   * store, listener or other code. What they began they end: a token that came is still stored, a
   * lease is given back. A token request that was sent with a refresh token or a code is not broken
   * off: its response is waited for and stored, because nobody could ask for it again; one that
   * comes after these 10 seconds is lost, and its authorization is in doubt. Events that wait are
   * told to the listener for 5 seconds at most; the rest is counted in {@link
   * Health#eventsDropped()}. A thread that is inside the host's code for longer is left, a daemon,
   * and then starts no call of the store or the listener any more. What the host asks of providers
   * and bindings runs on its own threads: it is neither waited for nor ended.
   *
   * <p>May be called from any thread: a listener, a continuation or a store that closes waits for
   * all threads but its own, and a listener's remaining events are dropped. An interrupt ends the
   * waiting and stays set. Never closes the store or the host's clients. Closing twice is no error.
   * One tenant of a {@link CalloutAuthTenants} is closed with that: closing it alone does nothing.
   */
  @Override
  void close();
}
