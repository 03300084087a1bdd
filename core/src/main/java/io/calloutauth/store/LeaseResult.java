package io.calloutauth.store;

/**
 * What became of {@link TokenStore#lease}: the {@link Lease}, or why it was not to be had.
 *
 * @see TokenStore
 */
public sealed interface LeaseResult permits Lease, LeaseResult.Refusal {

  /** Why a lease was not to be had; nothing changed. */
  enum Refusal implements LeaseResult {
    /**
     * Somebody else holds it, the row's fence is another than the one that was read, or there is no
     * such provider.
     */
    HELD,
    /** The provider's token epoch is another than the one asked for: it is to be read again. */
    OTHER_EPOCH
  }
}
