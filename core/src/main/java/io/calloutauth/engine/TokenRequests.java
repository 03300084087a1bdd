package io.calloutauth.engine;

import io.calloutauth.engine.Admission.Occupancy;
import io.calloutauth.engine.AttemptEnd.Landing;
import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.Slot.Snapshot;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the token requests of slots. Each waits for the spacing after the last token request, looks
 * at the shared row ({@link RowReview}), waits for a place where the row does not spare it, makes
 * an attempt there ({@link Attempts}), again and again while it has to, and lands on its slot.
 * Thread-safe.
 */
final class TokenRequests implements Slot.Launcher {

  /** Keeps slots true to what token requests find out. Blocks as the store does. */
  interface Slots {

    /** Forgets a slot's provider, which is no more: whoever waits for its token is told so. */
    void forget(Slot slot);

    /** Reads a slot's provider again, and retires the slot when it is of another epoch by now. */
    void reread(Slot slot);
  }

  private static final Logger LOG = LoggerFactory.getLogger(TokenRequests.class);

  private final RowReview review;
  private final Attempts attempts;
  private final Bulkhead bulkhead;
  private final World world;
  private final Slots slots;
  private final Set<TokenRequest> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Makes what runs token requests.
   *
   * @param slots hears of what one finds out about its provider
   */
  TokenRequests(RowReview review, Attempts attempts, Bulkhead bulkhead, World world, Slots slots) {
    this.review = review;
    this.attempts = attempts;
    this.bulkhead = bulkhead;
    this.world = world;
    this.slots = slots;
  }

  @Override
  public void launch(Slot slot, InFlightTokenRequest request) {
    TokenRequest launched = new TokenRequest(slot, request);
    underWay.add(launched);
    launched.begin();
    if (closed) {
      launched.onRejected();
    }
  }

  /** Tells whoever waits for one, also for that of a slot that no cache holds, that it is over. */
  void close() {
    closed = true;
    underWay.forEach(TokenRequest::onRejected);
  }

  private Moment now() {
    return world.clocks().now();
  }

  private final class TokenRequest implements Bulkhead.Work {

    private final Slot slot;
    private final InFlightTokenRequest inFlight;
    private final ProviderEntry entry;
    private LookTimes looks;
    private Moment until;
    private volatile AttemptEnd.@Nullable Due due;

    TokenRequest(Slot slot, InFlightTokenRequest inFlight) {
      this.slot = slot;
      this.inFlight = inFlight;
      this.entry = slot.entry();
      this.until = now();
      this.looks = looksFrom(until);
    }

    void begin() {
      guard(this::schedule);
    }

    private void schedule() {
      BackOffState backOff = slot.backOff();
      Moment now = now();
      Duration spacing =
          backOff.spaces(inFlight.demand(), now) ? backOff.until().until(now) : Duration.ZERO;
      looks = looksFrom(now.plus(spacing));
      lookAfter(spacing);
    }

    private LookTimes looksFrom(Moment start) {
      return new LookTimes(start, attempts.deadline(), world.random());
    }

    private void lookAfter(Duration delay) {
      if (delay.isZero()) {
        look();
        return;
      }
      inFlight.park(() -> guard(this::look));
      world.timer().after(delay, inFlight::hasten);
    }

    private void look() {
      read(inFlight.demand() == Demand.COMMAND);
    }

    /** An administrator's command asks a store that is down all the same. */
    private void read(boolean anyway) {
      review.read(entry.key(), anyway, reading -> guard(() -> review(reading)));
    }

    private void review(SharedRowReader.Reading reading) {
      if (reading.failure() == null || reading.failure() instanceof StoreException) {
        goOn(review.review(snapshot(), inFlight.demand(), reading));
      } else {
        onBroken(reading.failure());
      }
    }

    private void queue(AttemptEnd.Due next) {
      due = next;
      Duration deadline = attempts.deadline();
      until = now().plus(deadline);
      bulkhead.submit(
          new Occupancy.Place(entry.tenant(), entry.host(), slot.health()),
          this,
          deadline.minus(Attempts.LEAST_LEFT));
    }

    @Override
    public void run() {
      guard(() -> goOn(attempts.make(snapshot(), Objects.requireNonNull(due), until)));
    }

    private void goOn(AttemptEnd.Made made) {
      slot.noteHealth(made.health());
      if (made.end() instanceof Landing landing) {
        land(landing);
      } else if (made.end() instanceof AttemptEnd.Due next) {
        queue(next);
      } else if (made.end() instanceof AttemptEnd.Again again) {
        repeat(looks.jitter(again.delay()));
      } else {
        findOut((AttemptEnd.Open) made.end());
      }
    }

    private void findOut(AttemptEnd.Open open) {
      switch (open) {
        case HELD -> repeat(looks.next());
        case READABLE -> read(true);
        case GONE -> slots.forget(slot); // who waits is told, and a stale token ends here
        case OTHER_EPOCH -> reread();
      }
    }

    /** The provider was edited, or a failover took an edit back, before this node heard of it. */
    private void reread() {
      slots.reread(slot);
      if (slot.retired() == null) {
        repeat(looks.next());
      }
    }

    private Snapshot snapshot() {
      return slot.snapshot(entry);
    }

    /** Makes a step, unless the slot was retired and those who wait were told. */
    private void guard(Runnable step) {
      if (slot.expects(inFlight)) {
        try {
          step.run();
        } catch (RuntimeException | Error unexpected) {
          onBroken(unexpected);
        }
      }
      if (!slot.expects(inFlight)) {
        underWay.remove(this);
      }
    }

    /** Whatever it is, those who wait are told. */
    @Override
    public void onBroken(Throwable why) {
      land(attempts.fail(snapshot(), TokenFetch.report(entry, why)));
    }

    @Override
    public void onLate() {
      fail(TokenError.NO_PLACE);
    }

    @Override
    public void onRejected() {
      land(Landing.without(TokenOutcome.Passing.CLOSED, BackOffState.none(now())));
    }

    private void repeat(Duration delay) {
      if (looks.isOver(now())) {
        fail(TokenError.LEASE_HELD);
      } else {
        lookAfter(delay);
      }
    }

    private void fail(TokenError error) {
      land(attempts.fail(snapshot(), error));
    }

    private void land(Landing landing) {
      underWay.remove(this);
      if (!slot.land(inFlight, landing)) {
        LOG.debug("Provider {}: a token came too late and is dropped", entry.id());
      }
    }
  }
}
