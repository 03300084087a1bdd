package io.calloutauth.engine;

import io.calloutauth.engine.AttemptEnd.Landing;
import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.Occupancy.EndpointHealth;
import io.calloutauth.engine.RowReading.FailureText;
import io.calloutauth.engine.Slot.Snapshot;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
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
 * @param listener hears of a token that does not open
 */
record RowReview(SharedRowReader reader, TokenVault vault, World world, TokenListener listener) {

  private static final Logger LOG = LoggerFactory.getLogger(RowReview.class);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

  /** Says what a row spares a token request, or that it is due. */
  AttemptEnd.Made review(
      ProviderEntry entry, Snapshot slot, Demand demand, SharedRowReader.Reading reading) {
    if (reading.failure() instanceof StoreException down) {
      return made(slot, withoutStore(slot, down));
    }
    if (reading.failure() != null) {
      TokenFailure broken = ServerGateway.report(entry.subject(), reading.failure());
      return made(slot, Settlement.of(entry, world).failed(broken, slot));
    }
    TokenRow row = reading.row();
    if (row == null) {
      return made(slot, AttemptEnd.Open.GONE);
    }
    return row.isNewer()
        ? made(slot, Landing.storeDown(SharedRows.newerForm(), now()))
        : new Review(entry, slot, demand).of(row, reading.asked());
  }

  private static AttemptEnd.Made made(Snapshot slot, AttemptEnd end) {
    return new AttemptEnd.Made(end, slot.health());
  }

  private AttemptEnd withoutStore(Snapshot slot, StoreException down) {
    Moment now = now();
    return slot.usable(now) == null
        ? new AttemptEnd.Alone(down, now)
        : Landing.storeDown(down, now);
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
  private static BackOffState backOff(ProviderEntry entry, TokenRow row, Moment now) {
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

    AttemptEnd.Made of(TokenRow row, Moment asked) {
      ReadyToken shared = openToken(entry, row, asked);
      BackOffState backOff = backOff(entry, row, now());
      EndpointHealth health = learn(shared, backOff.failure());
      AttemptEnd spared = spare(shared, backOff);
      AttemptEnd end = spared == null ? due(row, shared, backOff, asked) : spared;
      return new AttemptEnd.Made(end, health);
    }

    /** What another node or an earlier start met holds here too. */
    private EndpointHealth learn(@Nullable ReadyToken shared, @Nullable TokenFailure failure) {
      boolean isNews =
          slot.health() == EndpointHealth.UNKNOWN && (shared != null || failure != null);
      return isNews ? EndpointHealth.told(failure) : slot.health();
    }

    private @Nullable AttemptEnd spare(@Nullable ReadyToken shared, BackOffState backOff) {
      if (shared != null && isNews(shared)) {
        LOG.debug("Provider {}: the token of another node is taken over", entry.id());
        return Landing.published(shared, backOff);
      }
      Moment now = now();
      TokenOutcome refusal = backOff.refusal(entry.id(), demand, now);
      if (refusal != null) {
        return Landing.without(refusal, backOff);
      }
      return backOff.spaces(demand, now) ? space(backOff, now) : null;
    }

    private boolean isNews(ReadyToken shared) {
      ReadyToken last = slot.last();
      return demand != Demand.COMMAND && (last == null || shared.isLaterThan(last));
    }

    /** A usable token that the server would only give again is no reason to wait. */
    private AttemptEnd space(BackOffState backOff, Moment now) {
      ReadyToken usable = slot.usable(now);
      return usable == null
          ? new AttemptEnd.Again(backOff.until().until(now))
          : Landing.without(new TokenOutcome.Granted(usable), backOff);
    }

    private AttemptEnd due(
        TokenRow row, @Nullable ReadyToken shared, BackOffState backOff, Moment asked) {
      return isTaken(entry, row)
          ? AttemptEnd.Open.HELD
          : new AttemptEnd.Leased(row, shared, backOff, asked);
    }
  }
}
