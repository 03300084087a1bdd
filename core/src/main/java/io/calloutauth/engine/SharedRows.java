package io.calloutauth.engine;

import io.calloutauth.engine.AttemptEnd.Landing;
import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.RowReading.FailureText;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token rows that nodes share: reads them, takes the lease of one for a token request, and
 * writes what that brought under the lease. Thread-safe; blocks as the store does.
 */
final class SharedRows {

  /**
   * How much longer a lease runs than a token request may take: a stalled holder must not meet its
   * successor.
   */
  static final Duration LEASE_SURPLUS = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(SharedRows.class);

  private final TokenStore tokens;
  private final TokenVault vault;
  private final Clocks clocks;
  private final StoreOutage outage = new StoreOutage();

  /**
   * Makes the shared rows of a store.
   *
   * @param vault seals tokens
   * @param clocks tell how long a wait still is
   */
  SharedRows(TokenStore tokens, TokenVault vault, Clocks clocks) {
    this.tokens = tokens;
    this.vault = vault;
    this.clocks = clocks;
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
    write(entry, lease, nothing, null);
  }

  /**
   * Writes what a token request brought, and gives the lease back. With the store down the result
   * is this node's alone.
   *
   * @param token the token that was issued, or null when none was
   * @return false when the lease was lost
   */
  boolean write(ProviderEntry entry, Lease lease, Landing landing, @Nullable IssuedToken token) {
    try {
      return tokens.complete(entry.key(), lease, outcome(lease, landing, token));
    } catch (StoreException down) {
      LOG.warn(
          "Provider {}: the result of a token request is kept on this node only", entry.label());
      return true;
    }
  }

  /** Returns which credential got a row's token, or null when that is not known. */
  static @Nullable String credential(TokenRow row) {
    StoredToken token = row.token();
    return token == null || token.credential().isEmpty() ? null : token.credential();
  }

  /** Returns what a row is to this version that a later one wrote. */
  static StoreException newerForm() {
    return new StoreException(
        "A later version of this library wrote a token row, in a form that this version must not"
            + " use",
        false,
        null);
  }

  private TokenRequestOutcome outcome(Lease lease, Landing landing, @Nullable IssuedToken token) {
    Duration wait = landing.pause().until().until(clocks.now());
    TokenFailure failure = landing.pause().failure();
    if (failure != null) {
      return TokenRequestOutcome.failed(
          new TokenRequestOutcome.Failure(FailureText.write(failure), landing.pause().attempts()),
          wait);
    }
    ReadyToken published = landing.published();
    if (token == null
        || published == null
        || !published.lease().equals(lease)) { // the row's token is the later one
      return TokenRequestOutcome.spent(wait);
    }
    TokenContent row = row(token, published);
    return row == null ? TokenRequestOutcome.spent(wait) : TokenRequestOutcome.kept(row, wait);
  }

  /** Returns null when the token cannot be sealed: then it serves on this node only. */
  private @Nullable TokenContent row(IssuedToken token, ReadyToken published) {
    try {
      return TokenContent.builder(vault.seal(published.opened()), token.lifetime())
          .scope(published.grant().scope().toString())
          .warnings(TokenWarning.names(published.grant().warnings()))
          .credential(token.credential().orElse(""))
          .build();
    } catch (RuntimeException unsealed) { // its message may hold what was to be sealed
      LOG.warn(
          "Provider {}: a token cannot be sealed and is kept on this node only: {}",
          published.opened().entry().id(),
          unsealed.getClass().getName());
      return null;
    }
  }

  private Moment now() {
    return clocks.now();
  }

  /**
   * What is known of a store that failed: the next token requests need not wait for the same, and
   * keep their places from others meanwhile. Every 5 seconds one of them asks again, until it
   * answers. Thread-safe.
   */
  static final class StoreOutage {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private record Failure(StoreException why, Moment askAgain) {

      static Failure at(Moment now, StoreException why) {
        return new Failure(why, now.plus(ASK_AGAIN));
      }
    }

    private final AtomicReference<@Nullable Failure> last = new AtomicReference<>();

    /** Returns why the store is not to be asked by the caller now; null when it is. */
    @Nullable StoreException known(Moment now) {
      Failure failure = last.get();
      if (failure == null) {
        return null;
      }
      boolean due = failure.askAgain().reached(now.nanos(), now.millis());
      return due && last.compareAndSet(failure, Failure.at(now, failure.why()))
          ? null
          : failure.why();
    }

    /** Notes that the store failed; not if it would do so with one row only. */
    void failed(StoreException why, Moment now) {
      if (why.retryable()) {
        last.set(Failure.at(now, why));
      }
    }

    /** Notes that the store answered. */
    void answered() {
      last.set(null);
    }
  }
}
