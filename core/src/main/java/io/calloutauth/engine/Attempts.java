package io.calloutauth.engine;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the attempts at a token request, each while it holds a place:
 *
 * <ol>
 *   <li>Reads the shared row. A later token there is taken over; a wait there holds here as well.
 *   <li>Takes the lease. Without it, somebody else is at it: to be looked at again later. Where the
 *       provider's epoch is another by now, it is to be read again first.
 *   <li>Asks the authorization server, unless too little time is left for it.
 *   <li>Writes the row under the lease, also when something breaks here. When the lease was lost,
 *       the result is nobody's: to be started over.
 * </ol>
 *
 * With the store down a usable token is served on, and else the token request goes on without row
 * and lease; not each of them waits for the store to fail. Thread-safe.
 */
final class Attempts {

  /**
   * An attempt that was made.
   *
   * @param end how it ended
   * @param health what it showed of the token endpoint
   */
  record Made(AttemptEnd end, EndpointHealth health) {}

  /** No token request starts with less of its time left: the server would answer nobody. */
  static final Duration LEAST_LEFT = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final Duration STORE_DOWN = Duration.ofSeconds(5);
  private static final AttemptEnd AT_ONCE = new AttemptEnd.Again(Duration.ZERO);

  private final SharedRows rows;
  private final TokenFetch fetch;
  private final Announcer announcer;
  private final World world;
  private final Duration deadline;

  /**
   * Makes what makes attempts.
   *
   * @param deadline how long a token request may take
   */
  Attempts(SharedRows rows, TokenFetch fetch, Announcer announcer, World world, Duration deadline) {
    this.rows = rows;
    this.fetch = fetch;
    this.announcer = announcer;
    this.world = world;
    this.deadline = deadline;
  }

  /**
   * Makes an attempt. Blocking: reads and writes the store, and asks the server.
   *
   * @param until when the server must have answered
   */
  Made make(SlotSnapshot slot, Demand demand, Moment until) {
    Attempt attempt = new Attempt(slot, demand, until);
    AttemptEnd end = attempt.make();
    return new Made(end, attempt.health);
  }

  /** Settles a failure on this side that may soon be over. */
  Landing fail(SlotSnapshot slot, TokenError error) {
    return fail(slot, TokenFailure.builder(FailureClass.TRANSIENT, error).build());
  }

  /** Settles a failure on this side. */
  Landing fail(SlotSnapshot slot, TokenFailure failure) {
    return settlement(slot.entry()).failed(failure, slot.backOff(), usableFor(slot.last()));
  }

  private Settlement settlement(ProviderEntry entry) {
    return new Settlement(entry, world.clocks(), world.random());
  }

  private Duration usableFor(@Nullable ReadyToken token) {
    return token == null ? Duration.ZERO : token.expired().until(now());
  }

  private Moment now() {
    return world.clocks().now();
  }

  private static AttemptEnd landed(Landing landing) {
    return new AttemptEnd.Landed(landing);
  }

  private final class Attempt {

    private final SlotSnapshot slot;
    private final ProviderEntry entry;
    private final Demand demand;
    private final Moment until;
    private EndpointHealth health;

    Attempt(SlotSnapshot slot, Demand demand, Moment until) {
      this.slot = slot;
      this.entry = slot.entry();
      this.demand = demand;
      this.until = until;
      this.health = slot.health();
    }

    AttemptEnd make() {
      StoreException known = rows.findOutage();
      if (known != null && demand != Demand.COMMAND) {
        return landed(withoutStore(known));
      }
      try {
        Moment asked = now();
        Optional<TokenRow> row = rows.find(entry.key());
        return row.isPresent() ? beside(row.get(), asked) : AttemptEnd.Open.GONE;
      } catch (StoreException down) {
        return landed(withoutStore(down));
      }
    }

    private AttemptEnd beside(TokenRow row, Moment asked) {
      ReadyToken shared = rows.openToken(entry, row, asked);
      Moment now = now();
      BackOffState backOff = rows.backOff(entry, row, now);
      boolean slow = learnSlowness(shared, backOff.failure());
      if (shared != null && isNews(shared)) {
        LOG.debug("Provider {}: the token of another node is taken over", entry.id());
        return landed(Landing.published(shared, backOff));
      }
      TokenOutcome refusal = backOff.refusal(entry.id(), demand, now);
      if (refusal != null) {
        return landed(Landing.without(refusal, backOff));
      }
      if (backOff.spaces(demand, now)) {
        return space(backOff, now);
      }
      return slow ? AT_ONCE : request(row, shared, backOff);
    }

    /** What another node or an earlier start met holds here too: the place was for others. */
    private boolean learnSlowness(@Nullable ReadyToken shared, @Nullable TokenFailure failure) {
      if (health != EndpointHealth.UNKNOWN || (shared == null && failure == null)) {
        return false;
      }
      health = EndpointHealth.told(failure);
      return health == EndpointHealth.SLOW;
    }

    /** A usable token that the server would only give again is no reason to wait. */
    private AttemptEnd space(BackOffState backOff, Moment now) {
      ReadyToken usable = slot.usable(now);
      return usable == null
          ? new AttemptEnd.Again(backOff.until().until(now))
          : landed(Landing.without(new TokenOutcome.Granted(usable), backOff));
    }

    private boolean isNews(ReadyToken shared) {
      ReadyToken last = slot.last();
      return demand != Demand.COMMAND && (last == null || shared.isLaterThan(last));
    }

    private AttemptEnd request(TokenRow row, @Nullable ReadyToken shared, BackOffState backOff) {
      if (rows.isTaken(entry, row)) {
        return AttemptEnd.Open.HELD;
      }
      if (isLate()) { // held up by the store or the machine: what was read is old
        return AT_ONCE;
      }
      OpenedClient opened = fetch.open(entry);
      if (opened.client() == null) {
        return landed(obstruct(opened));
      }
      LeaseResult result = rows.lease(entry, row, deadline);
      if (result == LeaseResult.Refusal.OTHER_EPOCH) {
        return AttemptEnd.Open.OTHER_EPOCH;
      }
      return result instanceof Lease lease
          ? underLease(lease, opened.client(), shared, backOff)
          : AttemptEnd.Open.HELD;
    }

    /** Whatever breaks, the lease is given back: other nodes need not wait for its end. */
    private AttemptEnd underLease(
        Lease lease, RegisteredClient client, @Nullable ReadyToken shared, BackOffState backOff) {
      if (isLate()) {
        rows.giveBack(entry, lease, backOff);
        return AT_ONCE;
      }
      try {
        return requestUnder(lease, client, shared, backOff);
      } catch (RuntimeException | Error broken) {
        Landing failed = fail(slot, TokenFetch.report(entry, broken));
        rows.giveBack(entry, lease, failed.pause());
        return landed(failed);
      }
    }

    private AttemptEnd requestUnder(
        Lease lease, RegisteredClient client, @Nullable ReadyToken shared, BackOffState backOff) {
      Moment issued = now();
      TokenResult response = ask(client, issued, until);
      Landing landing = settle(response, issued, lease, shared, backOff);
      IssuedToken token = response instanceof IssuedToken issuedToken ? issuedToken : null;
      if (!rows.write(entry, lease, landing, token)) {
        if (token != null && rows.isDeleted(entry.key())) {
          fetch.takeBack(entry, token);
        }
        return AT_ONCE;
      }
      if (landing.outcome() != TokenOutcome.Passing.CLOSED) {
        announce(response, slot.last() != null || shared != null);
      }
      return landed(landing);
    }

    /**
     * The store is down: what is usable is served on, and else the token request goes on without
     * row and lease.
     */
    private Landing withoutStore(StoreException down) {
      Moment now = now();
      if (slot.usable(now) != null) {
        return Landing.without(
            new TokenOutcome.StoreFailed(down), BackOffState.spacing(now.plus(STORE_DOWN)));
      }
      OpenedClient opened = fetch.open(entry);
      if (opened.client() == null) {
        return obstruct(opened);
      }
      // The time that a store takes to fail is not the server's.
      TokenResult response = ask(opened.client(), now, now.plus(deadline));
      announce(response, slot.last() != null);
      return settle(response, now, Lease.NONE, null, slot.backOff());
    }

    private void announce(TokenResult response, boolean again) {
      announcer.announce(entry, response, again, slot.backOff().failure());
    }

    private boolean isLate() {
      return until.until(now()).compareTo(LEAST_LEFT) < 0;
    }

    private TokenResult ask(RegisteredClient client, Moment now, Moment end) {
      Duration given = end.until(now);
      TokenResult response = fetch.fetch(entry, client, given);
      health = health.after(response, now().until(now), given, deadline);
      return response;
    }

    private Landing settle(
        TokenResult response,
        Moment issued,
        Lease lease,
        @Nullable ReadyToken shared,
        BackOffState backOff) {
      ReadyToken before = slot.last() == null ? shared : slot.last();
      if (response instanceof IssuedToken token) {
        return settlement(entry).issued(token, issued, lease, before);
      }
      TokenFailure failure = (TokenFailure) response;
      return fetch.isClosed() // broken off here: no other node's matter
          ? Landing.without(TokenOutcome.Passing.CLOSED, backOff)
          : settlement(entry).failed(failure, backOff, usableFor(before));
    }

    /** What may be over soon is a failure like any other; the rest waits to be mended. */
    private Landing obstruct(OpenedClient opened) {
      TokenOutcome obstacle = Objects.requireNonNull(opened.obstacle());
      TokenFailure failure = Objects.requireNonNull(opened.failure());
      return failure.failureClass() == FailureClass.TRANSIENT
          ? fail(slot, failure.error())
          : settlement(entry).obstructed(obstacle, failure, slot.backOff());
    }
  }
}
