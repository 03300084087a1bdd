package io.calloutauth.engine;

import io.calloutauth.admission.EndpointHealth;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.engine.Slot.Snapshot;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.World;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoredFailure;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the shared row before a token request takes a place: a later token there is taken over,
 * a wait there holds here as well, and while another node has the lease there is nothing to do.
 * With the store down a usable token is served on; not each token request waits for the store to
 * fail. Thread-safe.
 *
 * @param reader reads rows
 * @param vault opens their tokens
 * @param world time and chance
 * @param announcer tells of a token that does not open, and of an authorization that is over
 * @param deadline how long a token request takes at most
 */
record RowReview(
    SharedRowReader reader, TokenVault vault, World world, Announcer announcer, Duration deadline) {

  private static final Logger LOG = LoggerFactory.getLogger(RowReview.class);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

  /** Says what a row spares a token request, or that it is due. */
  NextStep.StepResult review(
      ProviderEntry entry, Snapshot slot, Demand demand, SharedRowReader.Reading reading) {
    if (reading.failure() instanceof StoreException down) {
      return result(slot, withoutStore(entry, slot, down));
    }
    if (reading.failure() != null) {
      TokenFailure broken = ServerGateway.reportNodeFault(entry.subject(), reading.failure());
      return result(slot, Settlement.of(entry, world).settleFailure(broken, slot));
    }
    TokenRow row = reading.row();
    if (row == null) {
      return result(slot, NextStep.Recheck.PROVIDER_DELETED);
    }
    return row.isNewer()
        ? result(slot, Completion.storeDown(SharedRows.newerForm(), now()))
        : new Review(entry, slot, demand).of(row, reading.asked());
  }

  private static NextStep.StepResult result(Snapshot slot, NextStep end) {
    return new NextStep.StepResult(end, slot.health());
  }

  /** A refresh token is never used without the store. */
  private NextStep withoutStore(ProviderEntry entry, Snapshot slot, StoreException down) {
    Moment now = now();
    return slot.usable(now) == null && entry.authorization() == null
        ? new NextStep.Unleased(down, now)
        : Completion.storeDown(down, now);
  }

  private Moment now() {
    return world.clocks().now();
  }

  /**
   * Returns the row's token if it is of the provider's epoch, opens and is usable.
   *
   * @param asked just before the row was read: its ages are counted to then, since a node may be
   *     held up while it reads
   */
  private @Nullable ReadyToken openToken(ProviderEntry entry, TokenRow row, Moment asked) {
    StoredToken stored = row.token();
    if (stored == null || stored.lease().epoch() != entry.epoch()) {
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
      announcer.announceUnopened(entry, opened.keyId());
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

  /** Returns the wait that the row asks for. */
  private static BackOffState backOff(ProviderEntry entry, TokenRow row, Moment now) {
    StoredFailure stored = row.failure();
    if (stored == null) {
      return BackOffState.spacing(now.plus(spacing(entry, row)));
    }
    TokenFailure failure = FailureText.unlifted(stored, entry.epoch(), entry.credentialVersion());
    return failure == null
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
  private static boolean isTaken(ProviderEntry entry, TokenRow row) {
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

  private final class Review {

    private final Snapshot slot;
    private final ProviderEntry entry;
    private final Demand demand;

    Review(ProviderEntry entry, Snapshot slot, Demand demand) {
      this.entry = entry;
      this.slot = slot;
      this.demand = demand;
    }

    NextStep.StepResult of(TokenRow row, Moment asked) {
      ReadyToken shared = openToken(entry, row, asked);
      BackOffState backOff = backOff(entry, row, now());
      EndpointHealth health = learn(shared, backOff.failure());
      NextStep spared = findNoNeed(row, shared, backOff);
      NextStep end = spared == null ? findDueStep(row, shared, backOff, asked) : spared;
      return new NextStep.StepResult(end, health);
    }

    /** What another node or an earlier start met holds here too. */
    private EndpointHealth learn(@Nullable ReadyToken shared, @Nullable TokenFailure failure) {
      boolean isNews =
          slot.health() == EndpointHealth.UNKNOWN && (shared != null || failure != null);
      return isNews ? EndpointHealth.of(failure) : slot.health();
    }

    private @Nullable NextStep findNoNeed(
        TokenRow row, @Nullable ReadyToken shared, BackOffState backOff) {
      if (shared != null && isNews(shared)) {
        LOG.debug("Provider {}: the token of another node is taken over", entry.id());
        return Completion.publish(shared, backOff);
      }
      Moment now = now();
      Completion obstacle = findObstacle(row, shared, now);
      if (obstacle != null) {
        return obstacle;
      }
      TokenOutcome refusal = backOff.refusal(entry.id(), demand, now);
      if (refusal != null) {
        return Completion.without(refusal, backOff);
      }
      return backOff.spaces(demand, now) ? space(backOff, now) : null;
    }

    private @Nullable Completion findObstacle(
        TokenRow row, @Nullable ReadyToken shared, Moment now) {
      if (entry.authorization() == null) {
        return null;
      }
      ReadyToken usable = slot.usable(now) == null ? shared : slot.usable(now);
      Completion obstacle =
          new RefreshTokenReview(entry, row, demand).findObstacle(usable, now, deadline);
      if (obstacle != null) {
        announcer.announceAuthorization(entry, obstacle, slot.backOff().failure());
      }
      return obstacle;
    }

    private boolean isNews(ReadyToken shared) {
      ReadyToken last = slot.last();
      return demand != Demand.COMMAND
          && demand != Demand.KEEP_ALIVE
          && (last == null || shared.isLaterThan(last));
    }

    /** A usable token that the server would only give again is no reason to wait. */
    private NextStep space(BackOffState backOff, Moment now) {
      ReadyToken usable = slot.usable(now);
      return usable == null
          ? new NextStep.Retry(backOff.until().until(now))
          : Completion.without(new TokenOutcome.Granted(usable), backOff);
    }

    private NextStep findDueStep(
        TokenRow row, @Nullable ReadyToken shared, BackOffState backOff, Moment asked) {
      NextStep.Leased due = new NextStep.Leased(row, shared, backOff, asked);
      if (entry.authorization() == null) {
        return isTaken(entry, row) ? NextStep.Recheck.LEASE_HELD : due;
      }
      RefreshTokenReview refresh = new RefreshTokenReview(entry, row, demand);
      if (refresh.isTaken()) {
        return NextStep.Recheck.LEASE_HELD;
      }
      return refresh.isDoubtful() ? new NextStep.ConfirmDoubt(due) : due;
    }
  }
}
