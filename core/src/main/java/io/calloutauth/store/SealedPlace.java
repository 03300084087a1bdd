package io.calloutauth.store;

/**
 * Where a provider keeps a sealed value: what it is found and replaced by.
 *
 * @see SealStore
 */
public sealed interface SealedPlace {

  /**
   * A secret of the provider's content.
   *
   * @param name the name of the secret
   */
  record Secret(String name) implements SealedPlace {}

  /** A value that the provider's token row has once. */
  enum OfRow implements SealedPlace {
    /** The continuation of its authorization. */
    CONTINUATION
  }

  /**
   * What completes a pending authorization of the provider.
   *
   * @param state the digest that it is found by
   */
  record Pending(String state) implements SealedPlace {}
}
