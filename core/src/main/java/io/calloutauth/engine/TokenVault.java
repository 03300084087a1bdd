package io.calloutauth.engine;

import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Vault;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Lease;
import io.calloutauth.store.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * Seals tokens and opens them: each to its provider, its epoch and its destinations. Thread-safe;
 * blocks as the cipher does.
 */
final class TokenVault {

  private static final String ACCESS_TOKEN = "access_token";

  /** A name of its own: what waits to be revoked never opens as a token to use. */
  private static final String REVOKED_TOKEN = "revoked_token";

  private final Vault vault;

  TokenVault(Vault vault) {
    this.vault = vault;
  }

  /** Seals a token for its entry: to its epoch, and to where it may go. */
  Sealed seal(OpenedToken token) {
    return vault.seal(token.entry().key(), ACCESS_TOKEN, context(token.entry()), token.token());
  }

  /**
   * Opens a token for an entry.
   *
   * @param lease under which it is stored
   */
  OpenedToken.Reading open(ProviderEntry entry, Sealed sealed, Lease lease) {
    Opened opened = vault.open(entry.key(), ACCESS_TOKEN, context(entry), sealed);
    return OpenedToken.Reading.of(entry, opened, lease);
  }

  /** Seals a token that is only to be revoked, and only where it may go by its entry. */
  Sealed sealRevoked(OpenedToken token) {
    String context = revokedContext(token.entry());
    return vault.seal(token.entry().key(), REVOKED_TOKEN, context, token.token());
  }

  /** Opens a token that is only to be revoked. */
  OpenedToken.Reading openRevoked(ProviderEntry entry, Sealed sealed) {
    Opened opened = vault.open(entry.key(), REVOKED_TOKEN, revokedContext(entry), sealed);
    return OpenedToken.Reading.of(entry, opened, Lease.NONE);
  }

  private static String context(ProviderEntry entry) {
    return entry.destinations() + "." + entry.epoch();
  }

  /** Without the epoch: a later one that lets tokens go to the same places still tells it. */
  private static String revokedContext(ProviderEntry entry) {
    return entry.destinations();
  }

  /**
   * An access token together with the provider's entry that it belongs to: the value, where it may
   * go and its epoch are one thing. Made by who reads a row, or gets the token with what a row
   * says; nothing else is tested or revoked. Immutable; hides the token.
   */
  static final class OpenedToken {

    private final ProviderEntry entry;
    private final Secret token;
    private final Lease lease;

    private OpenedToken(ProviderEntry entry, Secret token, Lease lease) {
      this.entry = entry;
      this.token = token;
      this.lease = lease;
    }

    /**
     * Returns a token with its entry.
     *
     * @param entry what it was opened for, or what it was requested with
     * @param lease under which it is stored; {@link Lease#NONE} when it is this node's alone, or
     *     only to be revoked
     */
    static OpenedToken of(ProviderEntry entry, Secret token, Lease lease) {
      return new OpenedToken(entry, token, lease);
    }

    /**
     * Returns the same token with its entry as it was read again; null when that one is of another
     * epoch or lets its tokens go elsewhere: the token is not that entry's.
     */
    @Nullable OpenedToken under(ProviderEntry again) {
      return again.sharesTokensWith(entry) ? new OpenedToken(again, token, lease) : null;
    }

    ProviderEntry entry() {
      return entry;
    }

    Secret token() {
      return token;
    }

    Lease lease() {
      return lease;
    }

    @Override
    public String toString() {
      return "OpenedToken[" + entry.key() + ", epoch=" + entry.epoch() + "]";
    }

    /**
     * What came of opening a sealed token for an entry: exactly one of token and refusal is there.
     *
     * @param token the token, or null when it does not open
     * @param refusal why it does not open, or null when it does
     * @param keyId the id of the key that it names; empty when none could be read
     */
    record Reading(@Nullable OpenedToken token, Opened.@Nullable Refusal refusal, String keyId) {

      /** Reads what a cipher opened for an entry. */
      static Reading of(ProviderEntry entry, Opened opened, Lease lease) {
        return opened.plainText() == null
            ? new Reading(null, opened.refusal(), opened.keyId())
            : new Reading(
                OpenedToken.of(entry, Secret.of(opened.plainText()), lease), null, opened.keyId());
      }

      static Reading refused(Opened.Refusal refusal, String keyId) {
        return new Reading(null, refusal, keyId);
      }

      /** Tells whether the token is another entry's: of another place, epoch or destination. */
      boolean isForeign() {
        return refusal == Opened.Refusal.NOT_AUTHENTIC;
      }
    }
  }
}
