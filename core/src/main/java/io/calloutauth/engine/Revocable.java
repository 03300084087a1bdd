package io.calloutauth.engine;

import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.Secret;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Lease;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoredAuthorization;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token whose server is to be told that it is revoked. It is read for the provider's entry as
 * that is just before it is told. Immutable; hides the token.
 */
final class Revocable {

  private final ProviderKey provider;
  private final @Nullable OpenedToken token;
  private final @Nullable Sealed stored;
  private final @Nullable PendingRevocation pending;
  private final Moment end;

  /**
   * Makes a revocation that is to be told.
   *
   * @param token the token, or null when it did not open
   * @param stored the token as it lay in its row, or null when it lay in none
   * @param pending what the store keeps until it is told, or null when it keeps nothing
   * @param end when the token is over
   */
  private Revocable(
      ProviderKey provider,
      @Nullable OpenedToken token,
      @Nullable Sealed stored,
      @Nullable PendingRevocation pending,
      Moment end) {
    this.provider = provider;
    this.token = token;
    this.stored = stored;
    this.pending = pending;
    this.end = end;
  }

  /**
   * Returns the revocation of a token that opened.
   *
   * @param pending what the store is to keep of it, or null when it cannot be sealed
   */
  static Revocable of(OpenedToken token, @Nullable PendingRevocation pending, Moment end) {
    return new Revocable(token.entry().key(), token, null, pending, end);
  }

  /** Returns the revocation of a token that does not open here and now. */
  static Revocable unopened(ProviderKey provider, Sealed stored, Moment end) {
    return new Revocable(provider, null, stored, null, end);
  }

  /** Returns a revocation that the store kept. */
  static Revocable kept(PendingRevocation pending, Moment end) {
    return new Revocable(pending.provider(), null, null, pending, end);
  }

  ProviderKey provider() {
    return provider;
  }

  /** Returns what the store keeps of it, or null when it is this node's alone. */
  @Nullable PendingRevocation pending() {
    return pending;
  }

  boolean isOver(Moment now) {
    return end.reached(now.nanos(), now.millis());
  }

  /** Reads the token for its provider's entry; foreign where that lets it go elsewhere by now. */
  OpenedToken.Reading read(ProviderEntry entry, TokenVault vault) {
    try {
      return reading(entry, vault);
    } catch (RuntimeException broken) { // its message may hold what was opened
      return OpenedToken.Reading.refused(Opened.Refusal.UNAVAILABLE, "");
    }
  }

  private OpenedToken.Reading reading(ProviderEntry entry, TokenVault vault) {
    if (token != null) {
      OpenedToken now = token.under(entry);
      return now == null
          ? OpenedToken.Reading.refused(Opened.Refusal.NOT_AUTHENTIC, "")
          : new OpenedToken.Reading(now, null, "");
    }
    if (stored != null) {
      return vault.open(entry, stored, Lease.NONE);
    }
    return pending == null
        ? OpenedToken.Reading.refused(Opened.Refusal.NOT_AUTHENTIC, "")
        : vault.openRevoked(entry, pending);
  }

  @Override
  public String toString() {
    return "Revocable[" + (pending == null ? "not kept" : "kept") + "]";
  }

  /**
   * Makes of a provider's token what its revocation needs. A cipher that fails stops nothing: what
   * cannot be sealed for its revocation alone is this node's to tell. Thread-safe; blocks as the
   * cipher does.
   *
   * @param vault seals and opens
   * @param refreshTokens open that of an authorization
   * @param listener hears of what does not open
   * @param clocks tell the time
   * @param entry the provider's entry: a token of another epoch is not its any more
   */
  record Revocables(
      TokenVault vault,
      RefreshTokens refreshTokens,
      TokenListener listener,
      Clocks clocks,
      ProviderEntry entry) {

    /** For so long a server is offered a refresh token of which no end is known. */
    private static final Duration LONGEST_OFFER = Duration.ofDays(7);

    /**
     * Returns what is to be revoked, or null when there is no token.
     *
     * @param tokens the token row, read after the provider's
     * @param dropped the token that this node held, or null
     */
    @Nullable Revocable of(TokenRow tokens, @Nullable ReadyToken dropped) {
      Revocable refresh = entry.authorization() == null ? null : ofRefreshToken(tokens);
      return refresh == null ? ofAccessToken(tokens, dropped) : refresh;
    }

    /** With its refresh token an authorization ends, and the access token with it. */
    private @Nullable Revocable ofRefreshToken(TokenRow tokens) {
      StoredAuthorization known = tokens.authorization();
      boolean ended =
          known.continuation() == null
              && known.number() >= Objects.requireNonNull(entry.authorization()).number();
      Secret refreshToken = ended ? null : refreshTokens.find(entry, known, null).token();
      return refreshToken == null
          ? null
          : of(OpenedToken.ofRefreshToken(entry, refreshToken), refreshTokenLeft(known));
    }

    private static Duration refreshTokenLeft(StoredAuthorization known) {
      Duration left = known.endsIn();
      return left == null || left.compareTo(LONGEST_OFFER) > 0 ? LONGEST_OFFER : left;
    }

    private @Nullable Revocable ofAccessToken(TokenRow tokens, @Nullable ReadyToken dropped) {
      StoredToken stored = tokens.token();
      if (stored == null || stored.lease().epoch() != entry.epoch() || !isUsable(stored)) {
        return ofHeld(dropped);
      }
      OpenedToken held = dropped == null ? null : dropped.opened().under(entry);
      if (held != null && held.lease().equals(stored.lease())) {
        return of(held, Validity.left(stored));
      }
      OpenedToken.Reading opened = open(stored);
      if (opened.token() != null) {
        return of(opened.token(), Validity.left(stored));
      }
      listener.happened(
          entry.key(),
          entry.name(),
          TokenListener.Kind.VALUE_UNOPENED,
          TokenListener.Note.of(opened.keyId()));
      return opened.isForeign()
          ? ofHeld(dropped)
          : Revocable.unopened(
              entry.key(), stored.sealed(), clocks.now().plus(Validity.left(stored)));
    }

    /** Returns what is to be revoked of a token that only this node held. */
    private @Nullable Revocable ofHeld(@Nullable ReadyToken dropped) {
      if (dropped == null) {
        return null;
      }
      OpenedToken held = dropped.opened().under(entry);
      return held == null ? null : of(held, dropped.expired().until(clocks.now()));
    }

    private Revocable of(OpenedToken token, Duration left) {
      PendingRevocation pending = left.isZero() ? null : seal(token, left);
      return Revocable.of(token, pending, clocks.now().plus(left));
    }

    private static boolean isUsable(StoredToken stored) {
      return Validity.left(stored).compareTo(Duration.ZERO) > 0;
    }

    private OpenedToken.Reading open(StoredToken stored) {
      try {
        return vault.open(entry, stored.sealed(), stored.lease());
      } catch (RuntimeException broken) { // its message may hold what was opened
        return OpenedToken.Reading.refused(Opened.Refusal.UNAVAILABLE, stored.sealed().keyId());
      }
    }

    private @Nullable PendingRevocation seal(OpenedToken token, Duration left) {
      try {
        return vault.sealRevoked(token, left);
      } catch (RuntimeException unsealed) { // its message may hold what was to be sealed
        return null;
      }
    }
  }
}
