package io.calloutauth.engine;

import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Vault;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Lease;
import io.calloutauth.store.Sealed;
import org.jspecify.annotations.Nullable;

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

  /**
   * An access token together with the provider's row that it belongs to: the value, where it may go
   * and its epoch are one thing. Made by who reads a row, or gets the token with what a row says;
   * nothing else is tested or revoked. Immutable; hides the token.
   */
  static final class OpenedToken {

    private final ProviderEntry row;
    private final Secret token;
    private final Lease lease;

    private OpenedToken(ProviderEntry row, Secret token, Lease lease) {
      this.row = row;
      this.token = token;
      this.lease = lease;
    }

    /**
     * Returns a token with its row.
     *
     * @param row what it was opened for, or what it was requested with
     * @param lease under which it is stored; {@link Lease#NONE} when it is this node's alone, or
     *     only to be revoked
     */
    static OpenedToken of(ProviderEntry row, Secret token, Lease lease) {
      return new OpenedToken(row, token, lease);
    }

    /**
     * Returns the same token with its row as it was read again; null when that row is of another
     * epoch or lets its tokens go elsewhere: the token is not that row's.
     */
    @Nullable OpenedToken under(ProviderEntry again) {
      return again.sharesTokensWith(row) ? new OpenedToken(again, token, lease) : null;
    }

    ProviderEntry row() {
      return row;
    }

    Secret token() {
      return token;
    }

    Lease lease() {
      return lease;
    }

    @Override
    public String toString() {
      return "OpenedToken[" + row.key() + ", epoch=" + row.epoch() + "]";
    }

    /**
     * What came of opening a sealed token for a row: exactly one of token and refusal is there.
     *
     * @param token the token, or null when it does not open
     * @param refusal why it does not open, or null when it does
     * @param keyId the id of the key that it names; empty when none could be read
     */
    record Reading(@Nullable OpenedToken token, Opened.@Nullable Refusal refusal, String keyId) {

      /** Reads what a cipher opened for a row. */
      static Reading of(ProviderEntry row, Opened opened, Lease lease) {
        return opened.plainText() == null
            ? new Reading(null, opened.refusal(), opened.keyId())
            : new Reading(
                OpenedToken.of(row, Secret.of(opened.plainText()), lease), null, opened.keyId());
      }

      static Reading refused(Opened.Refusal refusal, String keyId) {
        return new Reading(null, refusal, keyId);
      }

      /** Tells whether the token is another row's: of another place, epoch or destination. */
      boolean isForeign() {
        return refusal == Opened.Refusal.NOT_AUTHENTIC;
      }
    }
  }
}
