package io.calloutauth.engine;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.store.StoredFailure;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Reads from a provider's shared row what a token request can be spared for. Thread-safe. */
final class SharedRow {

  private final TokenVault vault;
  private final Clocks clocks;
  private final DoubleSupplier random;
  private final TokenListener listener;

  SharedRow(TokenVault vault, Clocks clocks, DoubleSupplier random, TokenListener listener) {
    this.vault = vault;
    this.clocks = clocks;
    this.random = random;
    this.listener = listener;
  }

  /**
   * Returns the row's token if it is of the provider's epoch, opens and is usable.
   *
   * @param asked just before the row was read: its ages are counted to then, since a node may be
   *     held up while it reads
   */
  @Nullable ReadyToken token(ProviderEntry entry, TokenRow row, Moment asked) {
    StoredToken stored = row.token();
    if (stored == null || stored.lease().epoch() != entry.epoch()) {
      return null;
    }
    if (!Validity.isDated(stored)
        || stored.age().compareTo(Validity.usable(stored.lifetime())) >= 0) {
      return null;
    }
    return opened(entry, stored, asked);
  }

  private @Nullable ReadyToken opened(ProviderEntry entry, StoredToken stored, Moment asked) {
    OpenedToken.Reading opened = vault.open(entry, stored.sealed(), stored.lease());
    if (opened.token() == null) {
      listener.happened(
          entry.key(), TokenListener.Kind.VALUE_UNOPENED, TokenListener.Note.of(opened.keyId()));
      return null;
    }
    Moment issued = asked.minus(atLeastZero(stored.age()));
    ReadyToken token =
        new ReadyToken(
            opened.token(),
            Validity.draw(issued, stored.lifetime(), null, random),
            new GrantDetails(Scope.parse(stored.scope()), TokenWarning.named(stored.warnings())));
    Moment now = clocks.now();
    return token.isExpired(now.nanos(), now.millis()) ? null : token;
  }

  /**
   * Returns the wait that the row asks for: an edit since the failure lifts it, unless the server
   * throttled.
   */
  BackOffState pause(ProviderEntry entry, TokenRow row, Moment now) {
    StoredFailure stored = row.failure();
    if (stored == null) {
      return BackOffState.spacing(now.plus(spacing(entry, row)));
    }
    TokenFailure failure = FailureText.read(stored.failure());
    boolean lifted =
        stored.epoch() != entry.epoch() && failure.failureClass() != FailureClass.THROTTLED;
    return lifted
        ? BackOffState.none(now)
        : BackOffState.failed(now.plus(atLeastZero(row.pause())), failure, stored.attempts());
  }

  /** A long one is due to a token that came again: an edit or a revocation since then lifts it. */
  private static Duration spacing(ProviderEntry entry, TokenRow row) {
    StoredToken token = row.token();
    boolean held = token != null && token.lease().epoch() == entry.epoch();
    boolean holds = held || row.pause().compareTo(Settlement.SHORTEST_SPACING) <= 0;
    return holds ? atLeastZero(row.pause()) : Duration.ZERO;
  }

  /**
   * Tells whether another token request is under way that this one has to wait for. One for another
   * epoch is not: its lease can be taken over.
   */
  boolean isTaken(ProviderEntry entry, TokenRow row) {
    return row.leaseFor().compareTo(Duration.ZERO) > 0 && row.leaseEpoch() == entry.epoch();
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
