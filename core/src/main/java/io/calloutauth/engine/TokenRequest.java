package io.calloutauth.engine;

import io.calloutauth.oauth.TokenError;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One flight's token request: waits for the spacing after the last token request and for a place,
 * makes an {@link Attempt} there, again and again while it has to, and lands on the slot.
 */
final class TokenRequest implements Bulkhead.Work {

  private static final Logger LOG = LoggerFactory.getLogger(TokenRequest.class);

  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

  private final TokenRequests with;
  private final Slot slot;
  private final InFlightTokenRequest flight;
  private final ProviderEntry entry;

  private int looks;
  private Occupancy.Place place;
  private Moment deadline;
  private Moment giveUp;
  private Runnable cancelTimeout = () -> {};

  TokenRequest(TokenRequests with, Slot slot, InFlightTokenRequest flight) {
    this.with = with;
    this.slot = slot;
    this.flight = flight;
    this.entry = slot.entry();
    this.place = place();
    this.deadline = with.now();
    this.giveUp = deadline;
  }

  void begin() {
    guarded(this::schedule);
  }

  private void schedule() {
    BackOffState pause = slot.backOff();
    Moment now = with.now();
    Duration spacing =
        pause.spaces(flight.demand(), now) ? pause.until().until(now) : Duration.ZERO;
    giveUp = now.plus(spacing).plus(with.lease()).plus(with.deadline());
    later(spacing);
  }

  private void later(Duration delay) {
    if (delay.isZero()) {
      queue();
      return;
    }
    flight.park(() -> guarded(this::queue));
    with.timer().after(delay, flight::hasten);
  }

  private Occupancy.Place place() {
    return new Occupancy.Place(entry.tenant(), entry.host(), slot.health());
  }

  private void queue() {
    place = place();
    deadline = with.now().plus(with.deadline());
    cancelTimeout = with.timer().after(with.deadline(), this::noPlace);
    with.bulkhead().submit(place, this);
  }

  private void noPlace() {
    if (with.bulkhead().withdraw(place, this)) {
      land(with.failed(slot, TokenError.NO_PLACE));
    }
  }

  @Override
  public void run() {
    cancelTimeout.run();
    if (!slot.expects(flight)) {
      return;
    }
    try {
      ended(new Attempt(with, slot, flight.demand(), entry, deadline).make());
    } catch (RuntimeException | Error unexpected) {
      broke(unexpected);
    }
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error unexpected) {
      broke(unexpected);
    }
  }

  /** Whatever it is, those who wait are told. Its message is not ours: it may quote a secret. */
  @Override
  public void broke(Throwable why) {
    cancelTimeout.run();
    LOG.warn(
        "Provider {}: a token request broke off with {}", entry.id(), why.getClass().getName());
    land(with.failed(slot, TokenError.NODE_FAULT));
  }

  @Override
  public void rejected() {
    cancelTimeout.run();
    land(Landing.without(TokenOutcome.Passing.CLOSED, BackOffState.none(with.now())));
  }

  private void ended(Attempt.End end) {
    if (end instanceof Attempt.End.Landed landed) {
      land(landed.landing());
    } else if (end instanceof Attempt.End.Again again) {
      again(again.delay().plus(shaken(again.delay())));
    } else if (end == Attempt.End.Held.HELD) {
      again(untilNextLook());
    }
  }

  /** After 1, 2 and then 4 seconds, each a little earlier on some nodes: each look is a read. */
  private Duration untilNextLook() {
    Duration most = FIRST_LOOK.multipliedBy(1L << Math.min(looks++, 2));
    double share = 1 - with.random().getAsDouble() / 4;
    return Duration.ofNanos((long) (most.toNanos() * share));
  }

  private void again(Duration delay) {
    Moment now = with.now();
    if (giveUp.reached(now.nanos(), now.millis())) {
      land(with.failed(slot, TokenError.LEASE_HELD));
    } else {
      later(delay);
    }
  }

  private Duration shaken(Duration delay) {
    return Duration.ofNanos((long) (delay.toNanos() * with.random().getAsDouble() / 2));
  }

  private void land(Landing landing) {
    if (!slot.land(flight, landing)) {
      LOG.debug("Provider {}: a token came too late and is dropped", entry.id());
    }
  }
}
