package io.calloutauth.engine;

import io.calloutauth.engine.AttemptEnd.Landing;
import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.RowReading.FailureText;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.provider.Vault;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoredFailure;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The token rows that nodes share: what a token request can be spared for is read from them, and
 * what it brought is written to them under a lease. Thread-safe; blocks as the store does.
 */
final class SharedRows {

  /**
   * How much longer a lease runs than a token request may take: a stalled holder must not meet its
   * successor.
   */
  static final Duration LEASE_SURPLUS = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

  private final TokenStore tokens;
  private final TokenVault vault;
  private final World world;
  private final TokenListener listener;
  private final StoreOutage outage = new StoreOutage();
  private final ResultWriter writer;

  SharedRows(TokenStore tokens, Vault vault, World world, TokenListener listener) {
    this.tokens = tokens;
    this.vault = new TokenVault(vault);
    this.world = world;
    this.listener = listener;
    this.writer = new ResultWriter(tokens, this.vault, world.clocks());
  }

  /** Returns why the store is not to be asked now; null when it is. */
  @Nullable StoreException findOutage() {
    return outage.known(now());
  }

  /** Reads the rows of providers in one read; what is no provider has none. */
  Map<ProviderKey, TokenRow> find(Collection<ProviderKey> keys) {
    try {
      Map<ProviderKey, TokenRow> found = tokens.find(keys);
      outage.answered();
      return found;
    } catch (StoreException down) {
      outage.failed(down, now());
      throw down;
    }
  }

  /** Tells whether a provider is gone; not when the store does not say. */
  boolean isDeleted(ProviderKey key) {
    try {
      return tokens.find(key).isEmpty();
    } catch (StoreException down) {
      return false;
    }
  }

  /** Takes the lease for a token request of the longest duration. */
  LeaseResult lease(ProviderEntry entry, TokenRow read, Duration deadline) {
    Duration duration = deadline.plus(LEASE_SURPLUS);
    return tokens.lease(entry.key(), LeaseRequest.of(entry.epoch(), read.fence(), duration));
  }

  /** Gives a lease back and leaves the wait that is given. With the store down, it runs out. */
  void giveBack(ProviderEntry entry, Lease lease, BackOffState backOff) {
    Landing nothing = Landing.without(TokenOutcome.Passing.SUPERSEDED, backOff);
    writer.write(entry, lease, nothing, null);
  }

  /**
   * Writes what a token request brought, and gives the lease back.
   *
   * @param token the token that was issued, or null when none was
   * @return false when the lease was lost
   */
  boolean write(ProviderEntry entry, Lease lease, Landing landing, @Nullable IssuedToken token) {
    return writer.write(entry, lease, landing, token);
  }

  /**
   * Returns the row's token if it is of the provider's epoch, opens and is usable.
   *
   * @param asked just before the row was read: its ages are counted to then, since a node may be
   *     held up while it reads
   */
  @Nullable ReadyToken openToken(ProviderEntry entry, TokenRow row, Moment asked) {
    StoredToken stored = row.token();
    if (stored == null || row.isNewer() || stored.lease().epoch() != entry.epoch()) {
      return null;
    }
    if (!Validity.isDated(stored) || Validity.left(stored).compareTo(Duration.ZERO) <= 0) {
      return null;
    }
    return open(entry, stored, asked);
  }

  private @Nullable ReadyToken open(ProviderEntry entry, StoredToken stored, Moment asked) {
    OpenedToken.Reading opened = vault.open(entry, stored.sealed(), stored.lease());
    if (opened.token() == null) {
      listener.happened(
          entry.key(),
          entry.name(),
          TokenListener.Kind.VALUE_UNOPENED,
          TokenListener.Note.of(opened.keyId()));
      return null;
    }
    Moment issued = asked.minus(atLeastZero(stored.age()));
    ReadyToken token =
        new ReadyToken(
            opened.token(),
            Validity.draw(issued, stored.lifetime(), null, world.random()),
            new GrantDetails(Scope.read(stored.scope()), TokenWarning.named(stored.warnings())));
    Moment now = now();
    return token.isExpired(now.nanos(), now.millis()) ? null : token;
  }

  /**
   * Returns the wait that the row asks for: an edit since the failure lifts it, unless the server
   * throttled.
   */
  BackOffState backOff(ProviderEntry entry, TokenRow row, Moment now) {
    StoredFailure stored = row.failure();
    if (stored == null) {
      return BackOffState.spacing(now.plus(spacing(entry, row)));
    }
    TokenFailure failure = FailureText.read(stored.failure());
    boolean lifted =
        stored.epoch() != entry.epoch() && failure.failureClass() != FailureClass.THROTTLED;
    return lifted
        ? BackOffState.none(now)
        : BackOffState.failed(now.plus(bounded(row.pause())), failure, stored.attempts());
  }

  /** A long one is due to a token that came again: an edit or a revocation since then lifts it. */
  private static Duration spacing(ProviderEntry entry, TokenRow row) {
    StoredToken token = row.token();
    boolean held = token != null && token.lease().epoch() == entry.epoch();
    boolean holds = held || row.pause().compareTo(Settlement.SHORTEST_SPACING) <= 0;
    return holds ? bounded(row.pause()) : Duration.ZERO;
  }

  /**
   * Tells whether another token request is under way that this one has to wait for. One for another
   * epoch is not: its lease can be taken over.
   */
  boolean isTaken(ProviderEntry entry, TokenRow row) {
    return row.leaseFor().compareTo(Duration.ZERO) > 0 && row.leaseEpoch() == entry.epoch();
  }

  /** No wait is longer than a token lives; a row may say anything. */
  private static Duration bounded(Duration pause) {
    Duration wait = atLeastZero(pause);
    return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private Moment now() {
    return world.clocks().now();
  }
}
