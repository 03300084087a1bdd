package io.calloutauth.engine;

import io.calloutauth.admission.EndpointHealth;
import io.calloutauth.client.TokenClient;
import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.engine.Slot.Snapshot;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.World;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes the attempts at a token request, each while it holds a place:
 *
 * <ol>
 *   <li>Has the client's secrets opened.
 *   <li>Takes the lease, for the row as it was looked at before. Without it, somebody else is at it
 *       or was: the row is to be looked at again. Where the provider's epoch is another by now, it
 *       is to be read again first.
 *   <li>Asks the authorization server, unless too little time is left for it.
 *   <li>Writes the row under the lease, also when something breaks here. When the lease was lost,
 *       the result is nobody's: to be started over.
 * </ol>
 *
 * With the store down the token request goes on without row and lease. Thread-safe.
 */
final class Attempts {

  /** No token request starts with less of its time left: the server would answer nobody. */
  static final Duration LEAST_LEFT = TokenClient.LEAST_LEFT;

  /** What was read longer ago may be another by now: it waited for its place. */
  private static final Duration OLD = Duration.ofSeconds(1);

  private static final NextStep AT_ONCE = new NextStep.Retry(Duration.ZERO);

  private final SharedRows rows;
  private final ServerGateway servers;
  private final Announcer announcer;
  private final World world;
  private final RefreshAttempts refreshes;

  /**
   * Makes what makes attempts.
   *
   * @param refreshes makes those of providers that own an authorization
   */
  Attempts(
      SharedRows rows,
      ServerGateway servers,
      Announcer announcer,
      World world,
      RefreshAttempts refreshes) {
    this.refreshes = refreshes;
    this.rows = rows;
    this.servers = servers;
    this.announcer = announcer;
    this.world = world;
  }

  /** Returns how long a token request may take, waiting for a place included. */
  Duration deadline() {
    return servers.deadline();
  }

  /** Returns how long one may take here, after one on the node that has the lease. */
  Duration longestWait() {
    return deadline().plus(SharedRows.LEASE_SURPLUS).plus(deadline());
  }

  /**
   * Makes an attempt. Blocking: writes the store, and asks the server.
   *
   * @param until when the server must have answered
   */
  NextStep.StepResult make(
      ProviderEntry entry, Snapshot slot, NextStep.SendRequest due, Moment until) {
    if (entry.authorization() != null) {
      return refreshes.make(entry, slot, (NextStep.Leased) due, until);
    }
    Attempt attempt = new Attempt(entry, slot, until);
    NextStep end =
        due instanceof NextStep.Leased leased
            ? attempt.request(leased)
            : attempt.requestAlone((NextStep.Unleased) due);
    return new NextStep.StepResult(end, attempt.health);
  }

  private Moment now() {
    return world.clocks().now();
  }

  private final class Attempt {

    private final Snapshot slot;
    private final ProviderEntry entry;
    private final Moment until;
    private EndpointHealth health;
    private Duration took = Duration.ZERO;
    private Moment leaseEnd;

    Attempt(ProviderEntry entry, Snapshot slot, Moment until) {
      this.entry = entry;
      this.slot = slot;
      this.until = until;
      this.health = slot.health();
      this.leaseEnd = until;
    }

    NextStep request(NextStep.Leased due) {
      if (isLate()) { // held up by the machine
        return AT_ONCE;
      }
      OpenedClient opened = servers.open(entry, slot.backOff().failure());
      if (opened.client() == null) {
        return obstruct(opened);
      }
      RegisteredClient client = opened.client().lastCredential(SharedRows.credential(due.row()));
      leaseEnd = now().plus(SharedRows.leaseDuration(deadline()));
      try {
        return goOn(rows.lease(entry, due.row(), deadline()), client, due);
      } catch (StoreException down) {
        return slot.usable(now()) == null
            ? requestWithout(client)
            : Completion.storeDown(down, now());
      }
    }

    private NextStep goOn(LeaseResult result, RegisteredClient client, NextStep.Leased due) {
      if (result == LeaseResult.Refusal.OTHER_EPOCH) {
        return NextStep.Recheck.EPOCH_CHANGED;
      }
      return result instanceof Lease lease ? underLease(lease, client, due) : recheck(due);
    }

    /** Whoever waited long for the place may have missed what others did meanwhile. */
    private NextStep recheck(NextStep.SendRequest due) {
      return isOld(due) ? AT_ONCE : NextStep.Recheck.LEASE_HELD;
    }

    private boolean isOld(NextStep.SendRequest due) {
      Moment now = now();
      return due.asked().plus(OLD).reached(now.nanos(), now.millis());
    }

    /** Whatever breaks, the lease is given back: other nodes need not wait for its end. */
    private NextStep underLease(Lease lease, RegisteredClient client, NextStep.Leased due) {
      if (isLate()) {
        rows.giveBack(entry, lease, leaseEnd, due.backOff());
        return AT_ONCE;
      }
      try {
        return requestUnder(lease, client, due);
      } catch (RuntimeException | Error broken) {
        Completion failed =
            Settlement.of(entry, world)
                .settleFailure(ServerGateway.reportNodeFault(entry.subject(), broken), slot);
        rows.giveBack(entry, lease, leaseEnd, failed.backOff());
        return failed;
      }
    }

    private NextStep requestUnder(Lease lease, RegisteredClient client, NextStep.Leased due) {
      Moment issued = now();
      TokenResult response = ask(client, issued, until);
      Completion completion = settle(response, issued, lease, due.shared(), due.backOff());
      IssuedToken token = response instanceof IssuedToken issuedToken ? issuedToken : null;
      if (!rows.write(entry, lease, leaseEnd, completion, token)) {
        if (token != null && rows.isDeleted(entry.key())) {
          servers.takeBack(entry, token);
        }
        return AT_ONCE;
      }
      if (completion.outcome() != TokenOutcome.Passing.CLOSED) {
        announce(client, response, slot.last() != null || due.shared() != null);
      }
      return completion.isTooLate(until, now()) ? AT_ONCE : completion;
    }

    /** Requests a token without row and lease, unless the store may answer again by now. */
    NextStep requestAlone(NextStep.Unleased due) {
      if (isOld(due) && due.down().retryable() && rows.findOutage() == null) {
        return NextStep.Recheck.STORE_READABLE;
      }
      OpenedClient opened = servers.open(entry, slot.backOff().failure());
      return opened.client() == null ? obstruct(opened) : requestWithout(opened.client());
    }

    private Completion requestWithout(RegisteredClient client) {
      Moment now = now();
      // The time that a store takes to fail is not the server's.
      TokenResult response = ask(client, now, now.plus(deadline()));
      announce(client, response, slot.last() != null);
      return settle(response, now, Lease.NONE, null, slot.backOff());
    }

    private void announce(RegisteredClient client, TokenResult response, boolean again) {
      announcer.announce(
          entry, new Announcer.Told(client, response, again, took), slot.backOff().failure());
    }

    private boolean isLate() {
      return until.until(now()).compareTo(LEAST_LEFT) < 0;
    }

    private TokenResult ask(RegisteredClient client, Moment now, Moment end) {
      Duration given = end.until(now);
      TokenResult response = servers.fetch(entry, client, GrantInput.NONE, given);
      took = now().until(now);
      health = health.after(response, took, given, deadline());
      return Announcer.relate(response, slot.backOff().failure());
    }

    private Completion settle(
        TokenResult response,
        Moment issued,
        Lease lease,
        @Nullable ReadyToken shared,
        BackOffState backOff) {
      ReadyToken before = slot.last() == null ? shared : slot.last();
      if (response instanceof IssuedToken token) {
        return Settlement.of(entry, world).settleToken(token, issued, lease, before);
      }
      TokenFailure failure = (TokenFailure) response;
      return servers.isClosed() // broken off here: no other node's matter
          ? Completion.without(TokenOutcome.Passing.CLOSED, backOff)
          : Settlement.of(entry, world).settleFailure(failure, backOff, before);
    }

    private Completion obstruct(OpenedClient opened) {
      return Settlement.of(entry, world).settleUnopened(opened, slot.backOff(), slot.last());
    }
  }
}
