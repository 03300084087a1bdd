package io.calloutauth.engine;

import io.calloutauth.admission.EndpointHealth;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.ReadyToken.CarriedTokens;
import io.calloutauth.engine.RefusedTokens.StandingRefusal;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.RateLimit.Permit;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One provider's token on this node, for one token epoch: the entry of the token cache. Its {@link
 * SingleFlight} brings the token. A slot that is retired (its provider was edited, disabled or
 * deleted, or its token revoked) has no token any more, and drops what its flight brings.
 * Thread-safe.
 */
final class Slot extends SingleFlight {

  /** Starts token requests. */
  @FunctionalInterface
  interface Launcher {

    /** Starts the token request of a slot, which ends in {@link Slot#complete}. Does not block. */
    void launch(Slot slot, InFlightTokenRequest request);
  }

  private static final long NOTE_EVERY_NANOS = 1_000_000_000L;

  /** A day: who is used daily is served without the store too. */
  private static final long IDLE_NANOS = 24 * 3_600_000_000_000L;

  private final Launcher launcher;
  private final CarriedTokens carried = new CarriedTokens();
  private volatile ProviderEntry entry;
  private volatile @Nullable ReadyToken ready;
  private volatile EndpointHealth health = EndpointHealth.UNKNOWN;
  private volatile @Nullable StandingRefusal refusal;
  private long usedNanos;

  /** Makes a slot without a token. */
  Slot(ProviderEntry entry, Clocks clocks, Launcher launcher) {
    super(clocks);
    this.entry = entry;
    this.launcher = launcher;
    this.usedNanos = clocks.nanos();
  }

  @Override
  ProviderEntry entry() {
    return entry;
  }

  /** Takes over an edit that keeps the token, unless a later one is known: reads may overlap. */
  synchronized void replaceEntry(ProviderEntry changed) {
    ProviderEntry before = entry;
    if (changed.version() >= before.version() && changed.sharesTokensWith(before)) {
      entry = changed;
      liftWait(before);
    }
  }

  /** Tells whether an entry is no earlier than this slot's, and its tokens are not this slot's. */
  boolean isOutdatedBy(ProviderEntry read) {
    return read.version() >= entry.version() && !read.sharesTokensWith(entry);
  }

  @Override
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
    renew(held, nanos);
    return held;
  }

  long usedNanos() {
    return usedNanos;
  }

  /** Tells whether nobody has asked for a day, nothing is under way and nothing is lost. */
  boolean isIdle(Moment now) {
    ReadyToken held = ready;
    return !isFlying()
        && now.nanos() - usedNanos > IDLE_NANOS
        && (held == null || held.isExpired(now.nanos(), now.millis()))
        && backOff().isOver(now);
  }

  /** Requests any usable token. */
  CompletableFuture<TokenOutcome> request() {
    return request(Demand.USE, null, Permit.ALWAYS);
  }

  @Override
  CompletableFuture<TokenOutcome> request(
      Demand demand, @Nullable ReadyToken unwanted, Permit permit) {
    usedNanos = clocks.nanos();
    return super.request(demand, unwanted, permit);
  }

  /** Asks where the provider admits something, both now and when there is a token. */
  CompletableFuture<TokenOutcome> askIfAdmitted(
      Predicate<ProviderEntry> admitted, Function<Slot, CompletableFuture<TokenOutcome>> question) {
    if (!admitted.test(entry)) {
      return CompletableFuture.completedFuture(new TokenOutcome.ForeignOrigin(entry.id()));
    }
    return question
        .apply(this)
        .thenApply(
            outcome ->
                outcome instanceof TokenOutcome.Granted && !admitted.test(entry)
                    ? new TokenOutcome.ForeignOrigin(entry.id())
                    : outcome);
  }

  @Override
  void launch(InFlightTokenRequest request) {
    launcher.launch(this, request);
  }

  @Override
  void publish(@Nullable ReadyToken token) {
    ready = token;
    carried.replace(token);
  }

  /** Returns what the slot's routes cache of its token. */
  CarriedTokens carried() {
    return carried;
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

  /** Returns the slot as it is now. */
  Snapshot snapshot() {
    return new Snapshot(ready, backOff(), health);
  }

  @Override
  public String toString() {
    return "Slot[" + entry.key() + ", epoch=" + entry.epoch() + "]";
  }

  /**
   * A slot as it was when a step of its token request began.
   *
   * @param last the token that was published last, or null when there is none
   * @param backOff the wait after the last token request
   * @param health what is known of the token endpoint
   */
  record Snapshot(@Nullable ReadyToken last, BackOffState backOff, EndpointHealth health) {

    /** Returns the token if it may still be used, or null. */
    @Nullable ReadyToken usable(Moment now) {
      return last == null || last.isExpired(now.nanos(), now.millis()) ? null : last;
    }
  }

  /**
   * A provider's slot, or why there is none: exactly one of the two is there.
   *
   * @param slot the slot
   * @param obstacle why there is none
   */
  record Lookup(@Nullable Slot slot, @Nullable TokenOutcome obstacle) {

    static Lookup of(Slot slot) {
      return new Lookup(slot, null);
    }

    static Lookup none(TokenOutcome obstacle) {
      return new Lookup(null, obstacle);
    }

    TokenOutcome obstacleOr(TokenOutcome other) {
      return obstacle == null ? other : obstacle;
    }
  }
}
