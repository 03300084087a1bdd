package io.calloutauth.engine;

import io.calloutauth.client.FailureClass;
import io.calloutauth.client.IssuedToken;
import io.calloutauth.client.RegisteredClient;
import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.client.TokenResult;
import io.calloutauth.store.Lease;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore.LeaseRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One flight's exchange:
 *
 * <ol>
 *   <li>Waits for the spacing after the last exchange, and for a place.
 *   <li>Reads the shared row. A later token there is taken over; a wait there holds here as well.
 *   <li>Takes the lease. Without it, somebody else is at it: looks again later.
 *   <li>Asks the authorization server.
 *   <li>Writes the row under the lease. When the lease was lost, the result is nobody's: starts
 *       over.
 *   <li>Lands on the slot.
 * </ol>
 *
 * With the store down a usable token is served on, and else the exchange goes on without row and
 * lease; not each of them waits for the store to fail.
 */
final class Exchange implements Bulkhead.Work {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration STORE_DOWN = Duration.ofSeconds(5);

  private final Exchanges with;
  private final Slot slot;
  private final Flight flight;
  private final ProviderEntry entry;

  private Bulkhead.Place place;
  private Moment deadline;
  private Moment giveUp;
  private Runnable cancelTimeout = () -> {};

  Exchange(Exchanges with, Slot slot, Flight flight) {
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
    Pause pause = slot.pause();
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

  private Bulkhead.Place place() {
    return new Bulkhead.Place(entry.tenant(), entry.host(), slot.standing());
  }

  private void queue() {
    place = place();
    deadline = with.now().plus(with.deadline());
    cancelTimeout = with.timer().after(with.deadline(), this::noPlace);
    with.bulkhead().submit(place, this);
  }

  private void noPlace() {
    if (with.bulkhead().withdraw(place, this)) {
      land(failed(TokenError.NO_PLACE));
    }
  }

  @Override
  public void run() {
    cancelTimeout.run();
    if (!slot.expects(flight)) {
      return;
    }
    try {
      Landing landing = attempt();
      if (landing != null) {
        land(landing);
      }
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
    LOG.warn("Provider {}: an exchange broke off with {}", entry.id(), why.getClass().getName());
    land(failed(TokenError.NODE_FAULT));
  }

  @Override
  public void rejected() {
    cancelTimeout.run();
    land(Landing.without(TokenOutcome.Passing.CLOSED, Pause.none(with.now())));
  }

  /** Returns how it ended, or null when it landed or will be tried again later. */
  private @Nullable Landing attempt() {
    StoreException known = with.outage().known(with.now());
    if (known != null && flight.demand() != Demand.COMMAND) {
      return withoutStore(known);
    }
    try {
      Moment asked = with.now();
      Optional<TokenRow> row = read();
      return row.isPresent() ? beside(row.get(), asked) : gone();
    } catch (StoreException down) {
      return withoutStore(down);
    }
  }

  private Optional<TokenRow> read() {
    try {
      Optional<TokenRow> row = with.tokens().find(entry.key());
      with.outage().answered();
      return row;
    } catch (StoreException down) {
      with.outage().failed(down, with.now());
      throw down;
    }
  }

  /** The slot goes with its provider: nobody is to ask it again, and a stale token ends here. */
  private @Nullable Landing gone() {
    with.gone().accept(entry.key());
    return null;
  }

  private @Nullable Landing beside(TokenRow row, Moment asked) {
    ReadyToken shared = with.rows().token(entry, row, asked);
    Moment now = with.now();
    Pause pause = with.rows().pause(entry, row, now);
    boolean slow = learnsSlowness(shared, pause.failure());
    if (shared != null && isNews(shared)) {
      LOG.debug("Provider {}: the token of another node is taken over", entry.id());
      return Landing.published(shared, pause);
    }
    TokenOutcome refusal = pause.refusal(entry.id(), flight.demand(), now);
    if (refusal != null) {
      return Landing.without(refusal, pause);
    }
    if (pause.spaces(flight.demand(), now)) {
      return spaced(pause, now);
    }
    return slow ? lookAgain(Duration.ZERO) : request(row, shared, pause);
  }

  /** What another node or an earlier start met holds here too: the place was not for a slow one. */
  private boolean learnsSlowness(@Nullable ReadyToken shared, @Nullable TokenFailure failure) {
    if (slot.standing() != Standing.UNKNOWN || (shared == null && failure == null)) {
      return false;
    }
    slot.stands(Standing.told(failure));
    return slot.standing() == Standing.SLOW;
  }

  /** A usable token that the server would only give again is no reason to wait. */
  private @Nullable Landing spaced(Pause pause, Moment now) {
    ReadyToken last = slot.last();
    return last != null && !last.isExpired(now.nanos(), now.millis())
        ? Landing.without(new TokenOutcome.Granted(last), pause)
        : lookAgain(pause.until().until(now));
  }

  private boolean isNews(ReadyToken shared) {
    ReadyToken last = slot.last();
    return flight.demand() != Demand.COMMAND && (last == null || shared.fence() > last.fence());
  }

  private @Nullable Landing request(TokenRow row, @Nullable ReadyToken shared, Pause pause) {
    if (with.rows().isTaken(entry, row)) {
      return lookAgain(LOOK_AGAIN);
    }
    if (isLate()) { // held up by the store or the machine: what was read is old
      return lookAgain(Duration.ZERO);
    }
    OpenedClient opened = with.clients().open(entry);
    if (opened.client() == null) {
      return obstructed(opened);
    }
    LeaseRequest request = new LeaseRequest(entry.epoch(), row.fence(), with.lease());
    Lease lease = with.tokens().lease(entry.key(), request);
    if (lease == null) {
      return lookAgain(LOOK_AGAIN);
    }
    Moment issued = with.now();
    TokenResult answer = fetch(opened.client(), issued);
    Landing landing = settled(answer, issued, lease.fence(), pause, shared);
    if (!with.results().written(entry, lease, landing, answer)) {
      giveBack(opened.client(), answer);
      return lookAgain(Duration.ZERO);
    }
    if (landing.outcome() != TokenOutcome.Passing.CLOSED) {
      announce(answer, shared);
    }
    return landing;
  }

  /**
   * The store is down: what is usable is served on, and else the exchange goes on without row and
   * lease.
   */
  private Landing withoutStore(StoreException down) {
    ReadyToken last = slot.last();
    Moment now = with.now();
    if (last != null && !last.isExpired(now.nanos(), now.millis())) {
      return Landing.without(
          new TokenOutcome.StoreFailed(down), Pause.spacing(now.plus(STORE_DOWN)));
    }
    OpenedClient opened = with.clients().open(entry);
    if (opened.client() == null) {
      return obstructed(opened);
    }
    deadline = now.plus(with.deadline()); // the time that a store takes to fail is not the server's
    TokenResult answer = fetch(opened.client(), now);
    announce(answer, null);
    return settled(answer, now, 0, slot.pause(), null);
  }

  private boolean isLate() {
    Moment now = with.now();
    return deadline.reached(now.nanos(), now.millis());
  }

  private TokenResult fetch(RegisteredClient client, Moment now) {
    Duration given = deadline.until(now);
    TokenResult answer = with.fetch(entry, client, given);
    Duration took = with.now().until(now);
    slot.stands(slot.standing().after(answer, took, given, with.deadline()));
    return answer;
  }

  private Landing settled(
      TokenResult answer, Moment issued, long fence, Pause pause, @Nullable ReadyToken shared) {
    ReadyToken before = slot.last() == null ? shared : slot.last();
    if (answer instanceof IssuedToken token) {
      return with.settlement().issued(token, issued, fence, before);
    }
    if (slot.retired() == TokenOutcome.Passing.CLOSED) { // broken off here: no other node's matter
      return Landing.without(TokenOutcome.Passing.CLOSED, pause);
    }
    return with.settlement().failed(entry.id(), (TokenFailure) answer, pause, usableFor(before));
  }

  private Duration usableFor(@Nullable ReadyToken token) {
    return token == null ? Duration.ZERO : token.expired().until(with.now());
  }

  /**
   * A token that came for a provider which was deleted meanwhile is taken back, where the server
   * can.
   */
  private void giveBack(RegisteredClient client, TokenResult answer) {
    boolean revocable = client.registration().revocationEndpoint().isPresent();
    if (revocable && answer instanceof IssuedToken token && isDeleted()) {
      with.client().revoke(client, token.accessToken(), with.deadline());
    }
  }

  private boolean isDeleted() {
    try {
      return with.tokens().find(entry.key()).isEmpty();
    } catch (StoreException down) {
      return false;
    }
  }

  /** What may be over soon is a failure like any other; the rest waits for somebody to mend it. */
  private Landing obstructed(OpenedClient opened) {
    TokenOutcome obstacle = Objects.requireNonNull(opened.obstacle());
    TokenFailure failure = Objects.requireNonNull(opened.failure());
    return failure.failureClass() == FailureClass.TRANSIENT
        ? failed(failure.error())
        : with.settlement().obstructed(obstacle, failure, slot.pause());
  }

  private @Nullable Landing lookAgain(Duration delay) {
    Moment now = with.now();
    if (giveUp.reached(now.nanos(), now.millis())) {
      return failed(TokenError.LEASE_HELD);
    }
    later(delay.plus(shaken(delay)));
    return null;
  }

  private Duration shaken(Duration delay) {
    return Duration.ofNanos((long) (delay.toNanos() * with.random().getAsDouble() / 2));
  }

  private Landing failed(TokenError error) {
    TokenFailure failure = TokenFailure.builder(FailureClass.TRANSIENT, error).build();
    return with.settlement().failed(entry.id(), failure, slot.pause(), usableFor(slot.last()));
  }

  private void announce(TokenResult answer, @Nullable ReadyToken shared) {
    with.announcer().exchanged(entry, answer, slot.last() != null || shared != null);
  }

  private void land(Landing landing) {
    if (!slot.land(flight, landing)) {
      LOG.debug("Provider {}: a token came too late and is dropped", entry.id());
    }
  }
}
