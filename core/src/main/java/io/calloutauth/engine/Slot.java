package io.calloutauth.engine;

import io.calloutauth.engine.AttemptEnd.Landing;
import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.RateLimit.Permit;
import io.calloutauth.engine.ReadyToken.CarriedTokens;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One provider's token on this node, for one token epoch. Thread-safe.
 *
 * <p>The way of one question:
 *
 * <ol>
 *   <li>A usable token answers it, unless another one is asked for.
 *   <li>A flight that is under way is joined.
 *   <li>After a failure the failure answers it, until its wait is over.
 *   <li>Else one flight starts, at once or when the spacing after the last one is over.
 * </ol>
 *
 * A slot that is retired (its provider was edited, disabled or deleted, or its token revoked) has
 * no token any more, and drops what its flight brings.
 */
final class Slot {

  /** Starts token requests. */
  @FunctionalInterface
  interface Launcher {

    /** Starts the token request of a slot, which ends in {@link Slot#land}. Does not block. */
    void launch(Slot slot, InFlightTokenRequest request);
  }

  private static final long NOTE_EVERY_NANOS = 1_000_000_000L;

  /** A day: who is used daily is served without the store too. */
  private static final long IDLE_NANOS = 24 * 3_600_000_000_000L;

  private final Clocks clocks;
  private final Launcher launcher;
  private final ReentrantLock lock = new ReentrantLock();
  private final CarriedTokens carried = new CarriedTokens();

  private volatile ProviderEntry entry;
  private volatile @Nullable ReadyToken ready;
  private volatile long renewalAllowedFrom;
  private volatile boolean flying;
  private volatile EndpointHealth health = EndpointHealth.UNKNOWN;
  private volatile @Nullable StandingRefusal refusal;
  private long usedNanos;

  // Guarded by the lock.
  private BackOffState backOff;
  private @Nullable InFlightTokenRequest flight;
  private @Nullable TokenOutcome retired;

  /** Makes a slot without a token. */
  Slot(ProviderEntry entry, Clocks clocks, Launcher launcher) {
    this.entry = entry;
    this.clocks = clocks;
    this.launcher = launcher;
    Moment now = clocks.now();
    this.backOff = BackOffState.none(clocks.start());
    this.renewalAllowedFrom = now.nanos();
    this.usedNanos = now.nanos();
  }

  ProviderEntry entry() {
    return entry;
  }

  /**
   * Takes over what an edit changed that leaves the token as it is, unless a later edit is known:
   * rows that were read at once may arrive in any order.
   */
  void replaceEntry(ProviderEntry changed) {
    lock.lock();
    try {
      if (changed.version() >= entry.version() && changed.sharesTokensWith(entry)) {
        entry = changed;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a row is no earlier than this slot's, and its tokens are not this slot's. */
  boolean isOutdatedBy(ProviderEntry row) {
    return row.version() >= entry.version() && !row.sharesTokensWith(entry);
  }

  /** Returns the token that was published last, whatever it is good for by now. */
  @Nullable ReadyToken last() {
    return ready;
  }

  /**
   * Returns the token if it is usable, and starts a renewal behind when it is stale: no lock, no
   * allocation while fresh.
   */
  @Nullable ReadyToken usable(long nanos, long millis) {
    ReadyToken held = ready;
    if (held == null) {
      return null;
    }
    if (nanos - usedNanos > NOTE_EVERY_NANOS) {
      usedNanos = nanos; // a racy note for the one who looks for the least recently used
    }
    return held.isFresh(nanos, millis) ? held : stillUsable(held, nanos, millis);
  }

  private @Nullable ReadyToken stillUsable(ReadyToken held, long nanos, long millis) {
    if (held.isExpired(nanos, millis)) {
      return null;
    }
    if (!flying && nanos - renewalAllowedFrom >= 0) {
      renewBehind(held);
    }
    return held;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  private void renewBehind(ReadyToken held) {
    ask(Demand.RENEWAL, held, Permit.ALWAYS);
  }

  long usedNanos() {
    return usedNanos;
  }

  /** Tells whether nobody has asked for a day, nothing is under way and nothing is lost. */
  boolean isIdle(Moment now) {
    ReadyToken held = ready;
    return !flying
        && now.nanos() - usedNanos > IDLE_NANOS
        && (held == null || held.isExpired(now.nanos(), now.millis()))
        && backOff().until().reached(now.nanos(), now.millis());
  }

  /** Asks for a token whose provider admits something, both now and when there is one. */
  CompletableFuture<TokenOutcome> ask(
      Predicate<ProviderEntry> admitted, Function<Slot, CompletableFuture<TokenOutcome>> question) {
    if (!admitted.test(entry)) {
      return CompletableFuture.completedFuture(TokenOutcome.Unroutable.FOREIGN_ORIGIN);
    }
    return question
        .apply(this)
        .thenApply(
            outcome ->
                outcome instanceof TokenOutcome.Granted && !admitted.test(entry)
                    ? TokenOutcome.Unroutable.FOREIGN_ORIGIN
                    : outcome);
  }

  /** Asks for any usable token. */
  CompletableFuture<TokenOutcome> ask() {
    return ask(Demand.USE, null, Permit.ALWAYS);
  }

  /**
   * Asks for a token.
   *
   * @param refused the token that is not good enough, or null when any usable one is
   * @param permit says whether a flight may be started; one that is under way is joined without it
   */
  CompletableFuture<TokenOutcome> ask(Demand demand, @Nullable ReadyToken refused, Permit permit) {
    InFlightTokenRequest joined;
    boolean start;
    lock.lock();
    try {
      Moment now = clocks.now();
      usedNanos = now.nanos();
      TokenOutcome known = known(demand, refused, now);
      if (known != null) {
        return CompletableFuture.completedFuture(known);
      }
      joined = flight;
      start = joined == null;
      boolean onward = joined == null || (demand == Demand.COMMAND && joined.isParked());
      Duration wait = onward ? permit.take(now.nanos()) : Duration.ZERO;
      if (!wait.isZero()) {
        return CompletableFuture.completedFuture(new TokenOutcome.TooSoon(entry.id(), wait));
      }
      if (joined == null) {
        joined = new InFlightTokenRequest(demand);
        flight = joined;
        flying = true;
      }
    } finally {
      lock.unlock();
    }
    return flown(joined, demand, start);
  }

  private CompletableFuture<TokenOutcome> flown(
      InFlightTokenRequest joined, Demand demand, boolean start) {
    if (start) {
      launcher.launch(this, joined);
    } else if (demand == Demand.COMMAND) {
      joined.command();
    }
    return joined.outcome();
  }

  private @Nullable TokenOutcome known(Demand demand, @Nullable ReadyToken refused, Moment now) {
    if (retired != null) {
      return retired;
    }
    if (entry.disabled()) {
      return new TokenOutcome.Blocked(entry.id(), TokenOutcome.Blocked.Reason.DISABLED);
    }
    ReadyToken held = ready;
    boolean same = demand == Demand.SUSPICION && backOff.spaces(demand, now); // it would come again
    boolean mayServe = (held != refused || same) && demand != Demand.COMMAND;
    if (held != null && mayServe && !held.isExpired(now.nanos(), now.millis())) {
      return new TokenOutcome.Granted(held);
    }
    return flight == null ? backOff.refusal(entry.id(), demand, now) : null;
  }

  /** Returns the wait after the last token request. */
  BackOffState backOff() {
    lock.lock();
    try {
      return backOff;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what is known of the token endpoint. */
  EndpointHealth health() {
    return health;
  }

  /** Notes what a token request showed of the token endpoint. */
  void noteHealth(EndpointHealth shown) {
    health = shown;
  }

  /** Returns the refusal by a receiver that no renewal mended, or null when there is none. */
  @Nullable StandingRefusal refusal() {
    return refusal;
  }

  /** Notes such a refusal, or null for its end. */
  void noteRefusal(@Nullable StandingRefusal standing) {
    refusal = standing;
  }

  boolean isFlying() {
    return flying;
  }

  /** Tells whether a flight is still this slot's. */
  boolean expects(InFlightTokenRequest landing) {
    lock.lock();
    try {
      return flight == landing;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a flight.
   *
   * @return false when the slot was retired meanwhile: what the flight brought is nobody's
   */
  boolean land(InFlightTokenRequest landed, Landing landing) {
    lock.lock();
    try {
      if (flight != landed) {
        return false;
      }
      flight = null;
      backOff = landing.pause();
      if (landing.published() != null) {
        publish(landing.published());
      }
      renewalAllowedFrom = backOff.until().nanos();
      flying = false;
    } finally {
      lock.unlock();
    }
    landed.land(landing.outcome());
    return true;
  }

  private void publish(@Nullable ReadyToken token) {
    ready = token;
    carried.replace(token);
  }

  /** Returns what the slot's routes cache of its token. */
  CarriedTokens carried() {
    return carried;
  }

  /** Gives the slot up: its token is gone, and whoever waits or asks from now on is told why. */
  void retire(TokenOutcome why) {
    InFlightTokenRequest dropped;
    lock.lock();
    try {
      if (retired != null) {
        return;
      }
      retired = why;
      publish(null);
      dropped = flight;
      flight = null;
    } finally {
      lock.unlock();
    }
    if (dropped != null) {
      dropped.land(why);
    }
  }

  @Nullable TokenOutcome retired() {
    lock.lock();
    try {
      return retired;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "Slot[" + entry.key() + ", epoch=" + entry.epoch() + "]";
  }
}
