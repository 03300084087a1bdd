package io.calloutauth.engine;

import io.calloutauth.seal.Opened;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a provider's token what its revocation needs. A cipher that fails stops nothing: what
 * cannot be sealed for its revocation alone is this node's to tell. Thread-safe; blocks as the
 * cipher does.
 *
 * @param parts seals and opens, and tells of what does not open
 * @param row the provider's row: a token of another epoch is not its any more
 */
record Revocables(EngineParts parts, ProviderEntry row) {

  /**
   * Returns what is to be revoked, or null when there is no token.
   *
   * @param tokens the token row, read after the provider's
   * @param dropped the token that this node held, or null
   */
  @Nullable Revocable of(TokenRow tokens, @Nullable ReadyToken dropped) {
    StoredToken stored = tokens.token();
    if (stored == null || stored.lease().epoch() != row.epoch() || !isUsable(stored)) {
      return ofHeld(dropped);
    }
    OpenedToken held = dropped == null ? null : dropped.opened().under(row);
    if (held != null && held.lease().equals(stored.lease())) {
      return of(held, Validity.left(stored));
    }
    OpenedToken.Reading opened = open(stored);
    if (opened.token() != null) {
      return of(opened.token(), Validity.left(stored));
    }
    parts
        .listener()
        .happened(
            row.key(),
            row.name(),
            TokenListener.Kind.VALUE_UNOPENED,
            TokenListener.Note.of(opened.keyId()));
    return opened.isForeign()
        ? ofHeld(dropped)
        : Revocable.unopened(row.key(), stored.sealed(), parts.now().plus(Validity.left(stored)));
  }

  /** Returns what is to be revoked of a token that only this node held. */
  private @Nullable Revocable ofHeld(@Nullable ReadyToken dropped) {
    if (dropped == null) {
      return null;
    }
    OpenedToken held = dropped.opened().under(row);
    return held == null ? null : of(held, dropped.expired().until(parts.now()));
  }

  private Revocable of(OpenedToken token, Duration left) {
    Sealed sealed = left.isZero() ? null : seal(token);
    PendingRevocation pending =
        sealed == null
            ? null
            : new PendingRevocation(row.key(), UUID.randomUUID().toString(), sealed, left, 0);
    return Revocable.of(token, pending, parts.now().plus(left));
  }

  private static boolean isUsable(StoredToken stored) {
    return Validity.left(stored).compareTo(Duration.ZERO) > 0;
  }

  private OpenedToken.Reading open(StoredToken stored) {
    try {
      return new TokenVault(parts.vault()).open(row, stored.sealed(), stored.lease());
    } catch (RuntimeException broken) { // its message may hold what was opened
      return OpenedToken.Reading.refused(Opened.Refusal.UNAVAILABLE, stored.sealed().keyId());
    }
  }

  private @Nullable Sealed seal(OpenedToken token) {
    try {
      return new TokenVault(parts.vault()).sealRevoked(token);
    } catch (RuntimeException unsealed) { // its message may hold what was to be sealed
      return null;
    }
  }
}
