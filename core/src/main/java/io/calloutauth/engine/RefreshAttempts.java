package io.calloutauth.engine;

import io.calloutauth.admission.EndpointHealth;
import io.calloutauth.client.TokenClient;
import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.engine.RefreshTokens.Found;
import io.calloutauth.engine.Slot.Snapshot;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.RetryQueue;
import io.calloutauth.schedule.World;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRequestOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes the attempts at token requests that use a refresh token, which rotates (RFC 9700 section
 * 4.14.2): what was used twice, or was got and not written, is a lost authorization.
 *
 * <ol>
 *   <li>Without the store nothing is sent.
 *   <li>The lease marks the authorization as in doubt before anything is sent.
 *   <li>The access token and the refresh token are written together under the fence, before anybody
 *       is told; what the store does not take is held ({@link RetryQueue}).
 *   <li>What surely was not carried out lifts the doubt, unless it was there before. {@code
 *       invalid_grant} ends the authorization, unless the fence is another by now: then there is
 *       another refresh token.
 *   <li>A refresh token that came for an authorization which is over by now is revoked, unless
 *       another one counts by then ({@link UnstoredTokens}).
 * </ol>
 *
 * Thread-safe.
 */
final class RefreshAttempts {

  private static final NextStep AT_ONCE = new NextStep.Retry(Duration.ZERO);

  private final SharedRows rows;
  private final ServerGateway servers;
  private final RefreshTokens tokens;
  private final RetryQueue<ProviderKey> held;
  private final UnstoredTokens unstored;
  private final Announcer announcer;
  private final World world;

  RefreshAttempts(
      SharedRows rows,
      ServerGateway servers,
      RefreshTokens tokens,
      RetryQueue<ProviderKey> held,
      UnstoredTokens unstored,
      Announcer announcer,
      World world) {
    this.rows = rows;
    this.servers = servers;
    this.tokens = tokens;
    this.held = held;
    this.unstored = unstored;
    this.announcer = announcer;
    this.world = world;
  }

  /** Makes an attempt as {@code Attempts.make} does. */
  NextStep.StepResult make(ProviderEntry entry, Snapshot slot, NextStep.Leased due, Moment until) {
    Attempt attempt = new Attempt(entry, slot, due, until);
    return new NextStep.StepResult(attempt.refresh(), attempt.health);
  }

  private Moment now() {
    return world.clocks().now();
  }

  private final class Attempt {

    private final ProviderEntry entry;
    private final Snapshot slot;
    private final NextStep.Leased due;
    private final Moment until;
    private final RefreshTokenReview review;
    private EndpointHealth health;
    private Duration took = Duration.ZERO;

    Attempt(ProviderEntry entry, Snapshot slot, NextStep.Leased due, Moment until) {
      this.entry = entry;
      this.slot = slot;
      this.due = due;
      this.until = until;
      this.review = new RefreshTokenReview(entry, due.row(), Demand.USE);
      this.health = slot.health();
    }

    NextStep refresh() {
      if (isLate()) { // held up by the machine
        return AT_ONCE;
      }
      if (held.holds(entry.key()) || held.isFull()) {
        return NextStep.Recheck.LEASE_HELD;
      }
      OpenedClient opened = servers.open(entry, slot.backOff().failure());
      if (opened.client() == null) {
        return obstruct(opened);
      }
      Found found = tokens.find(entry, due.row().authorization(), slot.backOff().failure());
      if (found.obstacle() != null) {
        return obstruct(found.obstacle());
      }
      return found.token() == null
          ? requireAuthorization(RefreshTokenReview.over())
          : refresh(opened.client().lastCredential(SharedRows.credential(due.row())), found);
    }

    private NextStep refresh(RegisteredClient client, Found found) {
      LeaseResult result;
      try {
        result = rows.leaseToRefresh(entry, due.row(), servers.deadline(), found.authorization());
      } catch (StoreException down) {
        return Completion.storeDown(down, now());
      }
      if (result == LeaseResult.Refusal.OTHER_EPOCH) {
        return NextStep.Recheck.EPOCH_CHANGED;
      }
      if (!(result instanceof Lease lease)) {
        return NextStep.Recheck.LEASE_HELD;
      }
      return refreshUnder(lease, client, found);
    }

    private NextStep refreshUnder(Lease lease, RegisteredClient client, Found found) {
      Moment issued = now();
      TokenResult response =
          isLate()
              ? TokenFailure.builder(FailureClass.TRANSIENT, TokenError.NO_PLACE).build()
              : ask(client, found, issued);
      Completion completion = settle(response, issued, lease);
      Settled settled = new Settled(lease, found, response, completion, client);
      try {
        return end(settled, write(settled));
      } catch (RuntimeException unwritten) {
        return hold(settled);
      }
    }

    private TokenResult ask(RegisteredClient client, Found found, Moment now) {
      Duration given = until.until(now);
      GrantInput input = new GrantInput.RefreshToken(Objects.requireNonNull(found.token()));
      TokenResult response = servers.fetch(entry, client, input, given);
      took = now().until(now);
      health = health.after(response, took, given, servers.deadline());
      return Announcer.relate(response, slot.backOff().failure());
    }

    private Completion settle(TokenResult response, Moment issued, Lease lease) {
      ReadyToken before = slot.last() == null ? due.shared() : slot.last();
      if (response instanceof IssuedToken token) {
        return Settlement.of(entry, world).settleToken(token, issued, lease, before);
      }
      TokenFailure failed = (TokenFailure) response;
      if (RefreshTokens.isRefused(failed)) {
        return requireAuthorization(review.endBy(failed));
      }
      return servers.isClosed() // broken off here: no other node's matter
          ? Completion.without(TokenOutcome.Passing.CLOSED, due.backOff())
          : Settlement.of(entry, world).settleFailure(failed, due.backOff(), before);
    }

    private Completion requireAuthorization(TokenFailure why) {
      Moment now = now();
      return review.requireAuthorization(why, Instant.ofEpochMilli(now.millis()), now);
    }

    private boolean write(Settled settled) {
      IssuedToken token = settled.token();
      TokenRequestOutcome outcome =
          rows.outcome(entry, settled.lease(), settled.completion(), token)
              .with(tokens.outcome(entry, settled.found(), settled.response(), review.doubt()));
      return rows.complete(entry, settled.lease(), outcome);
    }

    /** What brought a token is told once it is written; that there is none is told at once. */
    private NextStep hold(Settled settled) {
      CompletableFuture<NextStep> written = new CompletableFuture<>();
      held.hold(
          "A refresh token of provider " + entry.label(),
          entry.key(),
          () -> write(settled),
          own -> written.complete(settled.token() == null ? AT_ONCE : end(settled, own)));
      if (settled.token() != null) {
        return new NextStep.AwaitWrite(written);
      }
      announce(settled);
      return settled.completion();
    }

    private NextStep end(Settled settled, boolean own) {
      if (!own) {
        takeBack(settled);
        return AT_ONCE;
      }
      announce(settled);
      boolean tooLate = settled.completion().isTooLate(until, now()) || hadNoPlace(settled);
      return tooLate ? AT_ONCE : settled.completion();
    }

    private boolean hadNoPlace(Settled settled) {
      return settled.response() instanceof TokenFailure failed
          && failed.error() == TokenError.NO_PLACE;
    }

    /** Of the same authorization another node may have the later one: then nothing is revoked. */
    private void takeBack(Settled settled) {
      IssuedToken token = settled.token();
      if (token != null && rows.isOver(entry.key(), settled.found().authorization())) {
        unstored.takeBack(entry, token, due.row());
      }
    }

    private void announce(Settled settled) {
      if (settled.completion().outcome() == TokenOutcome.Passing.CLOSED || hadNoPlace(settled)) {
        return;
      }
      boolean again = slot.last() != null || due.shared() != null;
      announcer.announce(
          entry,
          new Announcer.Told(settled.client(), toAnnounce(settled), again, took),
          slot.backOff().failure());
    }

    private TokenResult toAnnounce(Settled settled) {
      TokenFailure ended = settled.completion().backOff().failure();
      return settled.response() instanceof TokenFailure failed
              && RefreshTokens.isRefused(failed)
              && ended != null
          ? ended
          : settled.response();
    }

    private boolean isLate() {
      return until.until(now()).compareTo(TokenClient.LEAST_LEFT) < 0;
    }

    private Completion obstruct(OpenedClient opened) {
      return Settlement.of(entry, world).settleUnopened(opened, slot.backOff(), slot.last());
    }
  }

  /** A token request that ended, and what is to be written of it. */
  private record Settled(
      Lease lease,
      Found found,
      TokenResult response,
      Completion completion,
      RegisteredClient client) {

    @Nullable IssuedToken token() {
      return response instanceof IssuedToken issued ? issued : null;
    }
  }
}
