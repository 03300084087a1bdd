package io.calloutauth.engine;

import io.calloutauth.oauth.TokenError;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the token requests of slots. Each waits for the spacing after the last token request and for
 * a place, makes an attempt there ({@link Attempts}), again and again while it has to, and lands on
 * its slot. Thread-safe.
 */
final class TokenRequests implements Slot.Launcher {

  /** Keeps slots true to what token requests find out. Blocks as the store does. */
  interface Slots {

    /** Forgets a provider that is no more: whoever waits for its token is told so. */
    void forget(ProviderEntry entry);

    /** Reads a slot's provider again, and retires the slot when it is of another epoch by now. */
    void reread(Slot slot);
  }

  private static final Logger LOG = LoggerFactory.getLogger(TokenRequests.class);

  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

  private final Attempts attempts;
  private final Bulkhead bulkhead;
  private final World world;
  private final Duration deadline;
  private final Slots slots;

  /**
   * Makes what runs token requests.
   *
   * @param deadline how long one may take, waiting for a place included
   * @param slots hears of what one finds out about its provider
   */
  TokenRequests(Attempts attempts, Bulkhead bulkhead, World world, Duration deadline, Slots slots) {
    this.attempts = attempts;
    this.bulkhead = bulkhead;
    this.world = world;
    this.deadline = deadline;
    this.slots = slots;
  }

  @Override
  public void launch(Slot slot, InFlightTokenRequest request) {
    new TokenRequest(slot, request).begin();
  }

  private Moment now() {
    return world.clocks().now();
  }

  private final class TokenRequest implements Bulkhead.Work {

    private final Slot slot;
    private final InFlightTokenRequest inFlight;
    private final ProviderEntry entry;
    private int looks;
    private Moment until;
    private Moment giveUp;

    TokenRequest(Slot slot, InFlightTokenRequest inFlight) {
      this.slot = slot;
      this.inFlight = inFlight;
      this.entry = slot.entry();
      this.until = now();
      this.giveUp = until;
    }

    void begin() {
      guard(this::schedule);
    }

    private void schedule() {
      BackOffState backOff = slot.backOff();
      Moment now = now();
      Duration spacing =
          backOff.spaces(inFlight.demand(), now) ? backOff.until().until(now) : Duration.ZERO;
      giveUp = now.plus(spacing).plus(deadline.plus(SharedRows.LEASE_SURPLUS)).plus(deadline);
      queueAfter(spacing);
    }

    private void queueAfter(Duration delay) {
      if (delay.isZero()) {
        queue();
        return;
      }
      inFlight.park(() -> guard(this::queue));
      world.timer().after(delay, inFlight::hasten);
    }

    private void queue() {
      until = now().plus(deadline);
      bulkhead.submit(
          new Occupancy.Place(entry.tenant(), entry.host(), slot.health()),
          this,
          deadline.minus(Attempts.LEAST_LEFT));
    }

    @Override
    public void run() {
      if (slot.expects(inFlight)) {
        guard(this::attempt);
      }
    }

    private void attempt() {
      SlotSnapshot before = snapshot();
      Attempts.Made made = attempts.make(before, inFlight.demand(), until);
      slot.noteHealth(made.health());
      if (made.end() instanceof AttemptEnd.Landed landed) {
        land(landed.landing());
      } else if (made.end() instanceof AttemptEnd.Again again) {
        repeat(again.delay().plus(jitter(again.delay())));
      } else {
        switch ((AttemptEnd.Open) made.end()) {
          case HELD -> repeat(untilNextLook());
          case GONE -> slots.forget(entry); // who waits is told, and a stale token ends here
          case OTHER_EPOCH -> reread();
        }
      }
    }

    /** The provider was edited, or a failover took an edit back, before this node heard of it. */
    private void reread() {
      slots.reread(slot);
      if (slot.retired() == null) {
        repeat(untilNextLook());
      }
    }

    private SlotSnapshot snapshot() {
      return new SlotSnapshot(slot, entry);
    }

    private void guard(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException | Error unexpected) {
        onBroken(unexpected);
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

    /** After 1, 2 and then 4 seconds, each a little earlier on some nodes: each look is a read. */
    private Duration untilNextLook() {
      Duration most = FIRST_LOOK.multipliedBy(1L << Math.min(looks++, 2));
      double share = 1 - world.random().getAsDouble() / 4;
      return Duration.ofNanos((long) (most.toNanos() * share));
    }

    private void repeat(Duration delay) {
      Moment now = now();
      if (giveUp.reached(now.nanos(), now.millis())) {
        fail(TokenError.LEASE_HELD);
      } else {
        queueAfter(delay);
      }
    }

    private Duration jitter(Duration delay) {
      return Duration.ofNanos((long) (delay.toNanos() * world.random().getAsDouble() / 2));
    }

    private void fail(TokenError error) {
      land(attempts.fail(snapshot(), error));
    }

    private void land(Landing landing) {
      if (!slot.land(inFlight, landing)) {
        LOG.debug("Provider {}: a token came too late and is dropped", entry.id());
      }
    }
  }
}
