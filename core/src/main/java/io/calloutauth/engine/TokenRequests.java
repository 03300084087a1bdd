package io.calloutauth.engine;

import io.calloutauth.engine.AttemptEnd.Landing;
import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.InFlightTokenRequest.LookTimes;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
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

  private static final Logger LOG = LoggerFactory.getLogger(TokenRequests.class);

  private final RowReview review;
  private final Attempts attempts;
  private final Bulkhead bulkhead;
  private final World world;
  private final CacheInvalidation cache;
  private final Set<TokenRequest> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Makes what runs token requests.
   *
   * @param cache hears of what one finds out about its provider
   */
  TokenRequests(
      RowReview review,
      Attempts attempts,
      Bulkhead bulkhead,
      World world,
      CacheInvalidation cache) {
    this.review = review;
    this.attempts = attempts;
    this.bulkhead = bulkhead;
    this.world = world;
    this.cache = cache;
  }

  @Override
  public void launch(Slot slot, InFlightTokenRequest request) {
    TokenRequest launched = new TokenRequest(slot, request);
    underWay.add(launched);
    request.onLanding(() -> underWay.remove(launched));
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

  /** Returns how many run, or have their shared rows read. */
  int running() {
    return review.reader().underWay() + bulkhead.running();
  }

  /** Returns how many wait for a place. */
  int waiting() {
    return bulkhead.waiting();
  }

  private final class TokenRequest implements Bulkhead.Work {

    private final Slot slot;
    private final InFlightTokenRequest inFlight;
    private final ProviderEntry entry;
    private final Duration spacing;
    private final LookTimes looks;
    private Moment until;
    private volatile AttemptEnd.@Nullable Due due;

    TokenRequest(Slot slot, InFlightTokenRequest inFlight) {
      this.slot = slot;
      this.inFlight = inFlight;
      this.entry = slot.entry();
      this.until = world.clocks().now();
      this.spacing = slot.backOff().spacing(inFlight.demand(), until);
      this.looks = new LookTimes(until.plus(spacing), attempts.longestWait(), world.random());
    }

    void begin() {
      guard(() -> lookAfter(spacing));
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
      review.reader().read(entry.key(), anyway, reading -> guard(() -> review(reading)));
    }

    private void review(SharedRowReader.Reading reading) {
      goOn(review.review(entry, slot.snapshot(), inFlight.demand(), reading));
    }

    private void queue(AttemptEnd.Due next) {
      due = next;
      Duration deadline = attempts.deadline();
      until = world.clocks().now().plus(deadline);
      bulkhead.submit(
          new Occupancy.Place(entry.tenant(), entry.host(), slot.health()),
          this,
          deadline.minus(Attempts.LEAST_LEFT));
    }

    @Override
    public void run() {
      guard(() -> goOn(attempts.make(entry, slot.snapshot(), Objects.requireNonNull(due), until)));
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
        case GONE -> cache.forget(slot); // who waits is told, and a stale token ends here
        case OTHER_EPOCH -> reread();
      }
    }

    /** The provider was edited, or a failover took an edit back, before this node heard of it. */
    private void reread() {
      cache.reread(slot);
      if (slot.retired() == null) {
        repeat(looks.next());
      }
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
    }

    /** Whatever it is, those who wait are told. */
    @Override
    public void onBroken(Throwable why) {
      fail(ServerGateway.report(entry.subject(), why));
    }

    @Override
    public void onLate() {
      fail(TokenFailure.builder(FailureClass.TRANSIENT, TokenError.NO_PLACE).build());
    }

    @Override
    public void onRejected() {
      land(Landing.without(TokenOutcome.Passing.CLOSED, BackOffState.none(world.clocks().now())));
    }

    private void repeat(Duration delay) {
      if (looks.isOver(world.clocks().now())) {
        fail(TokenFailure.builder(FailureClass.TRANSIENT, TokenError.LEASE_HELD).build());
      } else {
        lookAfter(delay);
      }
    }

    private void fail(TokenFailure failure) {
      land(Settlement.of(entry, world).failed(failure, slot.snapshot()));
    }

    private void land(Landing landing) {
      if (!slot.land(inFlight, landing)) {
        LOG.debug("Provider {}: a token came too late and is dropped", entry.id());
      }
    }
  }
}
