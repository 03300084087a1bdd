package io.calloutauth.engine;

import io.calloutauth.engine.ProviderEntry.OwnAuthorization;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenTypeHint;
import io.calloutauth.provider.Vault;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Lease;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Seals tokens and opens them: each to its provider, its epoch and its destinations. Thread-safe;
 * blocks as the cipher does.
 */
final class TokenVault {

  private static final String ACCESS_TOKEN = "access_token";

  /** A name of its own: what waits to be revoked never opens as a token to use. */
  private static final String REVOKED_TOKEN = "revoked_token";

  private static final String REVOKED_REFRESH_TOKEN = "revoked_refresh_token";

  /** Another name than that of the one which is typed, whose place is the provider's row. */
  static final String REFRESH_TOKEN = "sent_refresh_token";

  /** What completes an authorization. */
  static final String PENDING = "pending_authorization";

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

  /**
   * Returns what the store keeps of a token that is only to be revoked, sealed to where it may go
   * by its entry.
   *
   * @param left how long it still lives
   */
  PendingRevocation sealRevoked(OpenedToken token, Duration left) {
    ProviderKey key = token.entry().key();
    String name = token.isRefreshToken() ? REVOKED_REFRESH_TOKEN : REVOKED_TOKEN;
    Sealed sealed = vault.seal(key, name, revokedContext(token.entry()), token.token());
    return PendingRevocation.of(key, UUID.randomUUID().toString(), sealed, left).named(name);
  }

  /** Opens a token that is only to be revoked. */
  OpenedToken.Reading openRevoked(ProviderEntry entry, PendingRevocation pending) {
    boolean refresh = pending.name().equals(REVOKED_REFRESH_TOKEN);
    String name = refresh ? REVOKED_REFRESH_TOKEN : REVOKED_TOKEN;
    Opened opened = vault.open(entry.key(), name, revokedContext(entry), pending.token());
    return refresh && opened.plainText() != null
        ? new OpenedToken.Reading(
            OpenedToken.ofRefreshToken(entry, Secret.of(opened.plainText())), null, opened.keyId())
        : OpenedToken.Reading.of(entry, opened, Lease.NONE);
  }

  /** Seals a refresh token that the server sent: to where it may go, and to nothing else. */
  Sealed sealRefreshToken(ProviderKey key, OwnAuthorization authorization, Secret refreshToken) {
    return vault.seal(key, REFRESH_TOKEN, authorization.context(), refreshToken);
  }

  /** Opens a refresh token that the server sent. */
  Opened openRefreshToken(ProviderKey key, OwnAuthorization authorization, Sealed sealed) {
    return vault.open(key, REFRESH_TOKEN, authorization.context(), sealed);
  }

  /** Seals what completes an authorization that was begun: to its state as well. */
  Sealed sealPending(ProviderKey key, OwnAuthorization authorization, String state, Secret begun) {
    return vault.seal(key, PENDING, pendingContext(authorization.context(), state), begun);
  }

  /** Opens what completes an authorization that was begun. */
  Opened openPending(ProviderKey key, OwnAuthorization authorization, String state, Sealed sealed) {
    return vault.open(key, PENDING, pendingContext(authorization.context(), state), sealed);
  }

  /**
   * Returns what is sealed to that completes an authorization.
   *
   * @param context that of refresh tokens
   * @param state the digest of its state
   */
  static String pendingContext(String context, String state) {
    return context + "." + state;
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
    private final TokenTypeHint hint;

    private OpenedToken(ProviderEntry entry, Secret token, Lease lease, TokenTypeHint hint) {
      this.entry = entry;
      this.token = token;
      this.lease = lease;
      this.hint = hint;
    }

    /**
     * Returns a token with its entry.
     *
     * @param entry what it was opened for, or what it was requested with
     * @param lease under which it is stored; {@link Lease#NONE} when it is this node's alone, or
     *     only to be revoked
     */
    static OpenedToken of(ProviderEntry entry, Secret token, Lease lease) {
      return new OpenedToken(entry, token, lease, TokenTypeHint.ACCESS_TOKEN);
    }

    /** Returns a refresh token with its entry, only to be revoked. */
    static OpenedToken ofRefreshToken(ProviderEntry entry, Secret refreshToken) {
      return new OpenedToken(entry, refreshToken, Lease.NONE, TokenTypeHint.REFRESH_TOKEN);
    }

    /**
     * Returns the same token with its entry as it was read again; null when that one is of another
     * epoch or lets its tokens go elsewhere: the token is not that entry's.
     */
    @Nullable OpenedToken under(ProviderEntry again) {
      return again.sharesTokensWith(entry) ? new OpenedToken(again, token, lease, hint) : null;
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

    /** Returns what its server is told that it is. */
    TokenTypeHint hint() {
      return hint;
    }

    boolean isRefreshToken() {
      return hint == TokenTypeHint.REFRESH_TOKEN;
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
