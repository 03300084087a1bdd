package io.calloutauth.store;

/**
 * Keeps providers, bindings, token rows, pending authorizations, pending revocations, claims and
 * history of all tenants, in one place for all nodes that share it.
 *
 * <p>Implementations are thread-safe. Every method of the parts may block for as long as the store
 * needs, and throws {@link StoreException} when the store itself is broken; any other exception
 * that is not told of at a method is taken for a retryable one of these. What a store must do is
 * told by the abstract test class {@code StoreContract} in core's test-jar: a store's test
 * subclasses it.
 */
public interface Store {

  /** Returns the part that keeps providers. */
  ProviderStore providers();

  /** Returns the part that keeps bindings. */
  BindingStore bindings();

  /** Returns the part that keeps token rows and their leases. */
  TokenStore tokens();

  /** Returns the part that keeps authorizations which were begun and not completed yet. */
  AuthorizationStore authorizations();

  /** Returns the part that keeps revocations which a server was not told yet. */
  RevocationStore revocations();

  /** Returns the part that gives each piece of work to one node. */
  ClaimStore claims();

  /** Returns the part that tells one node what others changed. */
  ChangeFeed changes();

  /** Returns the part that finds what a key sealed. */
  SealStore seals();

  /** Returns the part that keeps history; {@link HistoryStore#NONE} where the store keeps none. */
  default HistoryStore history() {
    return HistoryStore.NONE;
  }

  /**
   * Returns this store with a note that is written along with each change which {@link
   * #providers()} and {@link #bindings()} make through it, in the same transaction, and if they
   * change nothing, not at all. A provider that is deleted with what is bound to it has {@link
   * HistoryNote#rows several rows}. Of its kind only {@link HistoryNote.Rule#OWN} can be noted so.
   * One that keeps no history returns itself. Does not block.
   */
  default Store recording(HistoryNote change) {
    return this;
  }

  /**
   * Checks that this store can be used: what it keeps its rows in is there and of the version that
   * it works with, and tells keys apart byte for byte. Tenants, names' keys, notification ids and
   * all other keys that differ in case, in accents, in how a character is composed or in spaces at
   * the end are different keys. Core asks once, before anything else, when a host builds its
   * object.
   *
   * <p>Changes nothing, and never joins a transaction of the host's. A store that has nothing to
   * set up returns at once.
   *
   * @throws StoreException when it cannot be used, not retryable and with a message that says what
   *     to change; or when it is out of reach
   */
  void check();

  /**
   * Removes everything that belongs to a tenant: bindings, token rows, pending authorizations,
   * pending revocations, claims, history and providers. A tenant that has nothing is no error. A
   * binding or provider that is made at the same moment is either removed or made afterwards, never
   * left half.
   */
  void purge(String tenant);

  /**
   * Returns this store as the engine uses it, on threads of its own: the same rows, as they are
   * committed, outside of any transaction of the host's and without the connections that those may
   * hold. Only a store that joins the host's transactions has anything else to return than itself.
   * Does not block.
   */
  default Store committed() {
    return this;
  }

  /**
   * Tells whether what the calling thread writes now joins a transaction of the host's, so that it
   * is not committed when the write returns. Only a store that joins the host's transactions ever
   * returns true; one that cannot tell does, too. May block as a read does.
   */
  default boolean joinsTransaction() {
    return false;
  }

  /**
   * Tells whether what is stored outlives the process. A durable store is not used without sealing
   * keys that outlive the process as well.
   */
  default boolean durable() {
    return true;
  }
}
