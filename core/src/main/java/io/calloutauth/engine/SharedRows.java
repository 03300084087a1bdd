package io.calloutauth.engine;

import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoredAuthorization;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
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

  /** The same for one that uses a refresh token: the time to write must not be stolen. */
  static final Duration REFRESH_SURPLUS = Duration.ofSeconds(60);

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

  /**
   * Returns what a store threw as a failure of the store: a host's own may throw what it should
   * not. An error is none, since this node or its class path is broken then.
   *
   * @param subject whose row it is about, for the log
   */
  static Throwable storeFailure(String subject, Throwable thrown) {
    return thrown instanceof RuntimeException runtime ? storeFailure(subject, runtime) : thrown;
  }

  static StoreException storeFailure(String subject, RuntimeException thrown) {
    if (thrown instanceof StoreException known) {
      return known;
    }
    String name = thrown.getClass().getName(); // its message may quote what is stored
    LOG.warn("{}: the store threw {}, which it should not", subject, name);
    return new StoreException("The store threw " + name, true, thrown);
  }

  /** Tells whether a provider is gone; not when the store does not say. */
  boolean isDeleted(ProviderKey key) {
    try {
      return tokens.find(key).isEmpty();
    } catch (RuntimeException down) {
      return false;
    }
  }

  /** Returns how long a lease runs for a token request that may take so long. */
  static Duration leaseDuration(Duration deadline) {
    return deadline.plus(LEASE_SURPLUS);
  }

  /** Takes the lease for a token request of the longest duration. */
  LeaseResult lease(ProviderEntry entry, TokenRow read, Duration deadline) {
    Duration duration = leaseDuration(deadline);
    return lease(entry, LeaseRequest.of(entry.epoch(), read, duration));
  }

  /** Takes the lease for one that uses a refresh token, and marks its authorization in doubt. */
  LeaseResult leaseToRefresh(
      ProviderEntry entry, TokenRow read, Duration deadline, long authorization) {
    LeaseRequest.Builder request =
        LeaseRequest.builder(entry.epoch(), read, deadline.plus(REFRESH_SURPLUS));
    return lease(entry, request.marksDoubt(authorization).build());
  }

  private LeaseResult lease(ProviderEntry entry, LeaseRequest request) {
    try {
      return tokens.lease(entry.key(), request);
    } catch (RuntimeException thrown) {
      throw storeFailure("Provider " + entry.label(), thrown);
    }
  }

  /**
   * Writes what a token request left with its refresh token, and gives the lease back.
   *
   * @return false when the lease was lost
   * @throws StoreException when the store does not take it
   */
  boolean complete(ProviderEntry entry, Lease lease, TokenRequestOutcome outcome) {
    return tokens.complete(entry.key(), lease, outcome);
  }

  /** Tells whether an authorization is over, replaced or deleted; not when the store is down. */
  boolean isOver(ProviderKey key, long authorization) {
    try {
      return tokens.find(key).map(TokenRow::authorization).stream()
          .allMatch(now -> endsOther(now, authorization));
    } catch (RuntimeException down) {
      return false;
    }
  }

  private static boolean endsOther(StoredAuthorization now, long authorization) {
    return now.number() > authorization
        || (now.number() == authorization && now.continuation() == null);
  }

  /** Gives a lease back and leaves the wait that is given. With the store down, it runs out. */
  void giveBack(ProviderEntry entry, Lease lease, Moment leaseEnd, BackOffState backOff) {
    Completion nothing = Completion.without(TokenOutcome.Passing.SUPERSEDED, backOff);
    write(entry, lease, leaseEnd, nothing, null);
  }

  /**
   * Writes what a token request brought, and gives the lease back. Whatever exception the store
   * throws, the result is this node's alone then, unless the lease was over before: then another
   * node may have gone on.
   *
   * @param leaseEnd until when no other node can have taken the lease
   * @param token the token that was issued, or null when none was
   * @return false when the lease was lost, or may have been
   */
  boolean write(
      ProviderEntry entry,
      Lease lease,
      Moment leaseEnd,
      Completion completion,
      @Nullable IssuedToken token) {
    Moment now = now();
    try {
      return tokens.complete(entry.key(), lease, outcome(entry, lease, completion, token));
    } catch (RuntimeException broken) {
      if (!(broken instanceof StoreException)) { // what was to be written could not be made
        ServerGateway.reportNodeFault(entry.subject(), broken);
      }
      if (leaseEnd.reached(now.nanos(), now.millis())) {
        return false;
      }
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

  /** Returns what is to be written of a token request. */
  TokenRequestOutcome outcome(
      ProviderEntry entry, Lease lease, Completion completion, @Nullable IssuedToken token) {
    Duration wait = completion.backOff().until().until(clocks.now());
    TokenFailure failure = completion.backOff().failure();
    if (failure != null) {
      String text = FailureText.write(failure, entry.credentialVersion());
      return TokenRequestOutcome.failed(
          new TokenRequestOutcome.Failure(text, completion.backOff().attempts()), wait);
    }
    ReadyToken published = completion.published();
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
}
