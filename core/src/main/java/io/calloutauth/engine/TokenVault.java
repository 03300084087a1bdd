package io.calloutauth.engine;

import io.calloutauth.provider.Vault;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Lease;
import io.calloutauth.store.Sealed;

/**
 * Seals tokens and opens them: each to its provider's row, its epoch and its destinations.
 * Thread-safe; blocks as the cipher does.
 */
final class TokenVault {

  private static final String ACCESS_TOKEN = "access_token";

  /** A name of its own: what waits to be revoked never opens as a token to use. */
  private static final String REVOKED_TOKEN = "revoked_token";

  private final Vault vault;

  TokenVault(Vault vault) {
    this.vault = vault;
  }

  /** Seals a token for its row: to its epoch, and to where it may go. */
  Sealed seal(OpenedToken token) {
    return vault.seal(token.row().key(), ACCESS_TOKEN, context(token.row()), token.token());
  }

  /**
   * Opens a token for a row.
   *
   * @param lease under which it is stored
   */
  OpenedToken.Reading open(ProviderEntry row, Sealed sealed, Lease lease) {
    Opened opened = vault.open(row.key(), ACCESS_TOKEN, context(row), sealed);
    return OpenedToken.Reading.of(row, opened, lease);
  }

  /** Seals a token that is only to be revoked, and only where it may go by its row. */
  Sealed sealRevoked(OpenedToken token) {
    String context = revokedContext(token.row());
    return vault.seal(token.row().key(), REVOKED_TOKEN, context, token.token());
  }

  /** Opens a token that is only to be revoked. */
  OpenedToken.Reading openRevoked(ProviderEntry row, Sealed sealed) {
    Opened opened = vault.open(row.key(), REVOKED_TOKEN, revokedContext(row), sealed);
    return OpenedToken.Reading.of(row, opened, Lease.NONE);
  }

  private static String context(ProviderEntry row) {
    return row.destinations() + "." + row.epoch();
  }

  /** Without the epoch: a later one that lets tokens go to the same places still tells it. */
  private static String revokedContext(ProviderEntry row) {
    return row.destinations();
  }
}
