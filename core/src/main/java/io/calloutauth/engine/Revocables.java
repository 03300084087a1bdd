package io.calloutauth.engine;

import io.calloutauth.client.Secret;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.UntoldRevocation;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a token what its revocation needs. A cipher that fails stops nothing: a token that
 * cannot be opened or sealed again waits as it lay in its row. Thread-safe; blocks as the cipher
 * does.
 *
 * @param parts seals and opens, and tells of what does not open
 */
record Revocables(EngineParts parts) {

  /**
   * Returns what is to be revoked, or null when there is no token.
   *
   * @param held the token that this node held, or null
   */
  @Nullable Revocable of(ProviderEntry entry, TokenRow row, @Nullable ReadyToken held) {
    StoredToken stored = row.token();
    if (stored == null || stored.lease().epoch() != entry.epoch() || !isUsable(stored)) {
      return held(entry, held);
    }
    if (held != null && held.lease().equals(stored.lease())) {
      return stored(entry, stored, held.token());
    }
    Opened opened = opened(entry, stored.sealed());
    if (opened.plainText() != null) {
      return stored(entry, stored, Secret.of(opened.plainText()));
    }
    parts
        .listener()
        .happened(entry.tenant(), entry.id(), TokenListener.Kind.VALUE_UNOPENED, opened.keyId());
    return opened.refusal() == Opened.Refusal.NOT_AUTHENTIC
        ? held(entry, held)
        : stored(entry, stored, null);
  }

  /** Returns what is to be revoked of a token that only this node held; null for null. */
  @Nullable Revocable held(ProviderEntry entry, @Nullable ReadyToken held) {
    if (held == null) {
      return null;
    }
    Sealed sealed = sealed(entry, held.token());
    Duration endsIn = held.expired().until(parts.now());
    if (sealed == null) {
      RevocationOffers.forgotten(entry.id(), "the token cannot be sealed, if it is not told now");
    }
    return new Revocable(
        sealed == null || endsIn.isZero() ? null : untold(entry, sealed, endsIn), held.token());
  }

  private Revocable stored(ProviderEntry entry, StoredToken stored, @Nullable Secret token) {
    Sealed again = token == null ? null : sealed(entry, token);
    Duration endsIn = Validity.usable(stored.lifetime()).minus(stored.age());
    return new Revocable(untold(entry, again == null ? stored.sealed() : again, endsIn), token);
  }

  private static boolean isUsable(StoredToken stored) {
    return stored.age().compareTo(Validity.usable(stored.lifetime())) < 0;
  }

  private static UntoldRevocation untold(ProviderEntry entry, Sealed sealed, Duration endsIn) {
    return new UntoldRevocation(entry.key(), UUID.randomUUID().toString(), sealed, endsIn, 0);
  }

  private Opened opened(ProviderEntry entry, Sealed sealed) {
    try {
      return parts.vault().openToken(entry.key(), sealed);
    } catch (RuntimeException broken) { // its message may hold what was opened
      return Opened.refused(Opened.Refusal.UNAVAILABLE, sealed.keyId());
    }
  }

  private @Nullable Sealed sealed(ProviderEntry entry, Secret token) {
    try {
      return parts.vault().sealRevoked(entry, token);
    } catch (RuntimeException unsealed) { // its message may hold what was to be sealed
      return null;
    }
  }
}
