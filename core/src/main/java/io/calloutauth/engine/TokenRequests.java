package io.calloutauth.engine;

import io.calloutauth.admission.Bulkhead;
import io.calloutauth.admission.EndpointHealth;
import io.calloutauth.admission.Place;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.InFlightTokenRequest.LookTimes;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.World;
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
 * an attempt there ({@link Attempts}), again and again while it has to, and completes the flight of
 * its slot. Thread-safe.
 */
final class TokenRequests implements Slot.Launcher {

  /** More than a node takes that writes again what it holds, every half second. */
  private static final Duration DOUBT_PAUSE = Duration.ofSeconds(2);

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
    request.onCompletion(() -> underWay.remove(launched));
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
    private boolean doubted;
    private volatile NextStep.@Nullable SendRequest due;

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

    private void queue(NextStep.SendRequest next) {
      due = next;
      Duration deadline = attempts.deadline();
      until = world.clocks().now().plus(deadline);
      bulkhead.submit(
          new Place(entry.tenant(), entry.host(), slot.health()),
          this,
          deadline.minus(Attempts.LEAST_LEFT));
    }

    @Override
    public void run() {
      guard(() -> goOn(attempts.make(entry, slot.snapshot(), Objects.requireNonNull(due), until)));
    }

    private void goOn(NextStep.StepResult result) {
      slot.noteHealth(result.health());
      if (result.next() instanceof Completion completion) {
        complete(completion);
      } else if (result.next() instanceof NextStep.SendRequest next) {
        queue(next);
      } else if (result.next() instanceof NextStep.AwaitWrite waiting) {
        awaitWrite(waiting, result.health());
      } else if (result.next() instanceof NextStep.ConfirmDoubt doubt) {
        confirmDoubt(doubt);
      } else if (result.next() instanceof NextStep.Retry retry) {
        retry(looks.jitter(retry.delay()));
      } else {
        recheck((NextStep.Recheck) result.next());
      }
    }

    /** Until the store takes it, or the fence is lost. */
    @SuppressWarnings("FutureReturnValueIgnored") // whoever waits hears of the completion
    private void awaitWrite(NextStep.AwaitWrite waiting, EndpointHealth health) {
      waiting.next().thenAccept(end -> guard(() -> goOn(new NextStep.StepResult(end, health))));
    }

    /** The second look that finds a doubt goes on. */
    private void confirmDoubt(NextStep.ConfirmDoubt doubt) {
      if (doubted) {
        queue(doubt.request());
      } else {
        doubted = true;
        retry(looks.jitter(DOUBT_PAUSE));
      }
    }

    private void recheck(NextStep.Recheck reason) {
      switch (reason) {
        case LEASE_HELD -> retry(looks.next());
        case STORE_READABLE -> read(true);
        case PROVIDER_DELETED ->
            cache.forget(slot); // who waits is told, and a stale token ends here
        case EPOCH_CHANGED -> reread();
      }
    }

    /** The provider was edited, or a failover took an edit back, before this node heard of it. */
    private void reread() {
      cache.reread(slot);
      if (slot.retired() == null) {
        retry(looks.next());
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
      fail(ServerGateway.reportNodeFault(entry.subject(), why));
    }

    @Override
    public void onLate() {
      fail(TokenFailure.builder(FailureClass.TRANSIENT, TokenError.NO_PLACE).build());
    }

    @Override
    public void onRejected() {
      complete(
          Completion.without(TokenOutcome.Passing.CLOSED, BackOffState.none(world.clocks().now())));
    }

    private void retry(Duration delay) {
      if (looks.isOver(world.clocks().now())) {
        fail(TokenFailure.builder(FailureClass.TRANSIENT, TokenError.LEASE_HELD).build());
      } else {
        lookAfter(delay);
      }
    }

    private void fail(TokenFailure failure) {
      complete(Settlement.of(entry, world).settleFailure(failure, slot.snapshot()));
    }

    private void complete(Completion completion) {
      if (!slot.complete(inFlight, entry, completion)) {
        LOG.debug("Provider {}: a token came too late and is dropped", entry.id());
      }
    }
  }
}
