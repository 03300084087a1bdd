package io.calloutauth.engine;

import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore.LeaseRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of an {@link TokenRequest}, made while it holds a place:
 *
 * <ol>
 *   <li>Reads the shared row. A later token there is taken over; a wait there holds here as well.
 *   <li>Takes the lease. Without it, somebody else is at it: to be looked at again later. Where the
 *       provider's epoch is another by now, it is read again first.
 *   <li>Asks the authorization server.
 *   <li>Writes the row under the lease. When the lease was lost, the result is nobody's: to be
 *       started over.
 * </ol>
 *
 * With the store down a usable token is served on, and else the token request goes on without row
 * and lease; not each of them waits for the store to fail.
 */
final class Attempt {

  /** How an attempt ended. */
  sealed interface End {

    /** Those who wait get this. */
    record Landed(Landing landing) implements End {}

    /** It is to be made again, after a while. */
    record Again(Duration delay) implements End {}

    /** Another node has the lease: it is to be made again once that one may be done. */
    enum Held implements End {
      HELD
    }

    /** The slot is over, and has told those who wait. */
    enum Told implements End {
      TOLD
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final Duration STORE_DOWN = Duration.ofSeconds(5);
  private static final End AT_ONCE = new End.Again(Duration.ZERO);

  private final TokenRequests with;
  private final Slot slot;
  private final Demand demand;
  private final ProviderEntry entry;
  private final Moment deadline;

  /**
   * Makes an attempt.
   *
   * @param deadline until when the server must have answered
   */
  Attempt(TokenRequests with, Slot slot, Demand demand, ProviderEntry entry, Moment deadline) {
    this.with = with;
    this.slot = slot;
    this.demand = demand;
    this.entry = entry;
    this.deadline = deadline;
  }

  /** Makes it. Blocking: reads and writes the store, and asks the server. */
  End make() {
    StoreException known = with.outage().known(with.now());
    if (known != null && demand != Demand.COMMAND) {
      return landed(withoutStore(known));
    }
    try {
      Moment asked = with.now();
      Optional<TokenRow> row = read();
      return row.isPresent() ? beside(row.get(), asked) : gone();
    } catch (StoreException down) {
      return landed(withoutStore(down));
    }
  }

  private static End landed(Landing landing) {
    return new End.Landed(landing);
  }

  private Optional<TokenRow> read() {
    try {
      Optional<TokenRow> row = with.tokens().find(entry.key());
      with.outage().answered();
      return row;
    } catch (StoreException down) {
      with.outage().failed(down, with.now());
      throw down;
    }
  }

  /** The slot goes with its provider: nobody is to ask it again, and a stale token ends here. */
  private End gone() {
    with.slots().gone(entry.key());
    return End.Told.TOLD;
  }

  private End beside(TokenRow row, Moment asked) {
    ReadyToken shared = with.rows().token(entry, row, asked);
    Moment now = with.now();
    BackOffState pause = with.rows().pause(entry, row, now);
    boolean slow = learnsSlowness(shared, pause.failure());
    if (shared != null && isNews(shared)) {
      LOG.debug("Provider {}: the token of another node is taken over", entry.id());
      return landed(Landing.published(shared, pause));
    }
    TokenOutcome refusal = pause.refusal(entry.id(), demand, now);
    if (refusal != null) {
      return landed(Landing.without(refusal, pause));
    }
    if (pause.spaces(demand, now)) {
      return spaced(pause, now);
    }
    return slow ? AT_ONCE : request(row, shared, pause);
  }

  /** What another node or an earlier start met holds here too: the place was not for a slow one. */
  private boolean learnsSlowness(@Nullable ReadyToken shared, @Nullable TokenFailure failure) {
    if (slot.health() != EndpointHealth.UNKNOWN || (shared == null && failure == null)) {
      return false;
    }
    slot.noteHealth(EndpointHealth.told(failure));
    return slot.health() == EndpointHealth.SLOW;
  }

  /** A usable token that the server would only give again is no reason to wait. */
  private End spaced(BackOffState pause, Moment now) {
    ReadyToken last = slot.last();
    return last != null && !last.isExpired(now.nanos(), now.millis())
        ? landed(Landing.without(new TokenOutcome.Granted(last), pause))
        : new End.Again(pause.until().until(now));
  }

  private boolean isNews(ReadyToken shared) {
    ReadyToken last = slot.last();
    return demand != Demand.COMMAND && (last == null || isLater(shared, last));
  }

  /** After a failover that lost commits, the later token may have the lower fence. */
  private static boolean isLater(ReadyToken shared, ReadyToken last) {
    return !shared.lease().equals(last.lease())
        && (shared.lease().fence() > last.lease().fence()
            || shared.expired().isAfter(last.expired()));
  }

  private End request(TokenRow row, @Nullable ReadyToken shared, BackOffState pause) {
    if (with.rows().isTaken(entry, row)) {
      return End.Held.HELD;
    }
    if (isLate()) { // held up by the store or the machine: what was read is old
      return AT_ONCE;
    }
    OpenedClient opened = with.clients().open(entry);
    if (opened.client() == null) {
      return landed(obstructed(opened));
    }
    return leased(opened.client(), row, shared, pause);
  }

  private End leased(
      RegisteredClient client, TokenRow row, @Nullable ReadyToken shared, BackOffState pause) {
    LeaseRequest request = new LeaseRequest(entry.epoch(), row.fence(), with.lease());
    LeaseResult result = with.tokens().lease(entry.key(), request);
    if (result == LeaseResult.Refusal.OTHER_EPOCH) {
      return otherEpoch();
    }
    if (!(result instanceof Lease lease)) {
      return End.Held.HELD;
    }
    Moment issued = with.now();
    TokenResult response = fetch(client, issued, deadline);
    Landing landing = settled(response, issued, lease, pause, shared);
    if (!with.results().written(entry, lease, landing, response)) {
      giveBack(client.registration(), response);
      return AT_ONCE;
    }
    if (landing.outcome() != TokenOutcome.Passing.CLOSED) {
      announce(response, shared);
    }
    return landed(landing);
  }

  /** The provider was edited, or a failover took an edit back, before this node heard of it. */
  private End otherEpoch() {
    with.slots().reread(slot);
    return slot.retired() == null ? End.Held.HELD : End.Told.TOLD;
  }

  /**
   * The store is down: what is usable is served on, and else the token request goes on without row
   * and lease.
   */
  private Landing withoutStore(StoreException down) {
    ReadyToken last = slot.last();
    Moment now = with.now();
    if (last != null && !last.isExpired(now.nanos(), now.millis())) {
      return Landing.without(
          new TokenOutcome.StoreFailed(down), BackOffState.spacing(now.plus(STORE_DOWN)));
    }
    OpenedClient opened = with.clients().open(entry);
    if (opened.client() == null) {
      return obstructed(opened);
    }
    // The time that a store takes to fail is not the server's.
    TokenResult response = fetch(opened.client(), now, now.plus(with.deadline()));
    announce(response, null);
    return settled(response, now, Lease.NONE, slot.backOff(), null);
  }

  private boolean isLate() {
    Moment now = with.now();
    return deadline.reached(now.nanos(), now.millis());
  }

  private TokenResult fetch(RegisteredClient client, Moment now, Moment until) {
    Duration given = until.until(now);
    TokenResult response = with.fetch(entry, client, given);
    Duration took = with.now().until(now);
    slot.noteHealth(slot.health().after(response, took, given, with.deadline()));
    return response;
  }

  private Landing settled(
      TokenResult response,
      Moment issued,
      Lease lease,
      BackOffState pause,
      @Nullable ReadyToken shared) {
    ReadyToken before = slot.last() == null ? shared : slot.last();
    if (response instanceof IssuedToken token) {
      return with.settlement(entry).issued(token, issued, lease, before);
    }
    if (slot.retired() == TokenOutcome.Passing.CLOSED) { // broken off here: no other node's matter
      return Landing.without(TokenOutcome.Passing.CLOSED, pause);
    }
    return with.settlement(entry).failed((TokenFailure) response, pause, usableFor(before));
  }

  private Duration usableFor(@Nullable ReadyToken token) {
    return token == null ? Duration.ZERO : token.expired().until(with.now());
  }

  /**
   * A token that came for a provider which was deleted meanwhile is taken back, where the server
   * can.
   */
  private void giveBack(ClientRegistration registration, TokenResult response) {
    boolean revocable = registration.revocationEndpoint().isPresent();
    if (revocable && response instanceof IssuedToken token && isDeleted()) {
      with.presenter().revoke(OpenedToken.of(entry, token.accessToken(), Lease.NONE));
    }
  }

  private boolean isDeleted() {
    try {
      return with.tokens().find(entry.key()).isEmpty();
    } catch (StoreException down) {
      return false;
    }
  }

  /** What may be over soon is a failure like any other; the rest waits for somebody to mend it. */
  private Landing obstructed(OpenedClient opened) {
    TokenOutcome obstacle = Objects.requireNonNull(opened.obstacle());
    TokenFailure failure = Objects.requireNonNull(opened.failure());
    return failure.failureClass() == FailureClass.TRANSIENT
        ? with.failed(slot, failure.error())
        : with.settlement(entry).obstructed(obstacle, failure, slot.backOff());
  }

  private void announce(TokenResult response, @Nullable ReadyToken shared) {
    with.announcer().exchanged(entry, response, slot.last() != null || shared != null);
  }
}
