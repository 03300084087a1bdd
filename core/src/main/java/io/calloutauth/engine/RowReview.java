package io.calloutauth.engine;

import io.calloutauth.engine.AttemptEnd.Landing;
import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.Slot.Snapshot;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.util.function.Consumer;
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
 * @param rows knows what is in them
 * @param clocks tell the time
 */
record RowReview(SharedRowReader reader, SharedRows rows, Clocks clocks) {

  private static final Logger LOG = LoggerFactory.getLogger(RowReview.class);

  /**
   * Reads a row, unless the store is known to be down. Does not block.
   *
   * @param anyway whether the store is asked even so
   * @param then goes on, at once where there is nothing to read; throws nothing
   */
  void read(ProviderKey key, boolean anyway, Consumer<SharedRowReader.Reading> then) {
    StoreException known = anyway ? null : rows.findOutage();
    if (known == null) {
      reader.read(key, then);
    } else {
      then.accept(new SharedRowReader.Reading(null, clocks.now(), known));
    }
  }

  /** Says what a row spares a token request, or that it is due. */
  AttemptEnd.Made review(Snapshot slot, Demand demand, SharedRowReader.Reading reading) {
    if (reading.failure() instanceof StoreException down) {
      return made(slot, withoutStore(slot, down));
    }
    TokenRow row = reading.row();
    if (row == null) {
      return made(slot, AttemptEnd.Open.GONE);
    }
    return row.isNewer()
        ? made(slot, Landing.storeDown(newer(), clocks.now()))
        : new Review(slot, demand).of(row, reading.asked());
  }

  private static StoreException newer() {
    return new StoreException(
        "A later version of this library wrote a token row, in a form that this version must not"
            + " use",
        false,
        null);
  }

  private static AttemptEnd.Made made(Snapshot slot, AttemptEnd end) {
    return new AttemptEnd.Made(end, slot.health());
  }

  private AttemptEnd withoutStore(Snapshot slot, StoreException down) {
    Moment now = clocks.now();
    return slot.usable(now) == null
        ? new AttemptEnd.Alone(down, now)
        : Landing.storeDown(down, now);
  }

  private final class Review {

    private final Snapshot slot;
    private final ProviderEntry entry;
    private final Demand demand;

    Review(Snapshot slot, Demand demand) {
      this.slot = slot;
      this.entry = slot.entry();
      this.demand = demand;
    }

    AttemptEnd.Made of(TokenRow row, Moment asked) {
      ReadyToken shared = rows.openToken(entry, row, asked);
      BackOffState backOff = rows.backOff(entry, row, clocks.now());
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
      Moment now = clocks.now();
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
      return rows.isTaken(entry, row)
          ? AttemptEnd.Open.HELD
          : new AttemptEnd.Leased(row, shared, backOff, asked);
    }
  }
}
