package io.calloutauth.engine;

import io.calloutauth.endpoint.Origins;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way from one notification to its provider's slot, or the knowledge that there is none.
 * Thread-safe.
 */
final class Route {

  private static final Duration DEAD_END_REMEMBERED = Duration.ofSeconds(30);

  private final @Nullable TenantCache owner;
  private final String notificationId;
  private final @Nullable Slot slot;
  private final @Nullable TokenOutcome deadEnd;
  private final @Nullable Moment over;
  private final RefusedTokens refused = new RefusedTokens();

  /** A racy cache, kept by the slot: of two that carry one token either is as good. */
  private @Nullable RouteToken latest;

  private boolean dropped;

  private Route(
      @Nullable TenantCache owner,
      String notificationId,
      @Nullable Slot slot,
      @Nullable TokenOutcome deadEnd,
      @Nullable Moment over) {
    this.owner = owner;
    this.notificationId = notificationId;
    this.slot = slot;
    this.deadEnd = deadEnd;
    this.over = over;
  }

  /**
   * Returns a route to a slot.
   *
   * @param owner what it is kept in: one tenant on one node
   * @param over when the store is to be asked again in any case, or null when a change will tell
   */
  static Route to(TenantCache owner, Slot slot, String notificationId, @Nullable Moment over) {
    return new Route(owner, notificationId, slot, null, over);
  }

  /**
   * Returns the knowledge that there is none.
   *
   * @param over when the store is to be asked again at the latest, or null for after half a minute
   */
  static Route deadEnd(TokenOutcome why, String notificationId, Moment now, @Nullable Moment over) {
    Moment remembered = over == null ? now.plus(DEAD_END_REMEMBERED) : over;
    return new Route(null, notificationId, null, why, remembered);
  }

  /** Tells whether its tokens were handed out by one tenant on one node, and by no other. */
  boolean isOf(TenantCache asked) {
    return owner == asked;
  }

  String notificationId() {
    return notificationId;
  }

  /** Returns the slot, or null at a dead end. */
  @Nullable Slot slot() {
    return slot;
  }

  /** Returns why there is no slot, or null when there is one. */
  @Nullable TokenOutcome deadEnd() {
    return deadEnd;
  }

  /** Returns the slot if it may be used without a look at the time, or null. */
  @Nullable Slot lastingSlot() {
    return over == null ? slot : null;
  }

  /** Tells whether the store is to be asked again. */
  boolean isOver(Moment now) {
    return (over != null && over.reached(now.nanos(), now.millis()))
        || (slot != null && slot.retired() != null);
  }

  /**
   * Returns a token as callouts of this notification carry it: the same object for the slot's token
   * until an edit.
   */
  RouteToken carry(ReadyToken token, RouteToken.Factory factory) {
    RouteToken held = latest;
    Origins origins = slot == null ? Origins.NONE : slot.entry().origins();
    if (held != null && held.token() == token && held.origins().equals(origins)) {
      return held;
    }
    RouteToken made = factory.create(new RouteToken.Seed(this, token, origins));
    if (slot != null) {
      slot.carried().cache(this, made);
    }
    return made;
  }

  /** Takes what callouts carry from here on, or null: for the slot's {@link CarriedTokens} only. */
  void cache(@Nullable RouteToken carried) {
    latest = carried;
  }

  /** Empties the cache for good: for the slot's {@link CarriedTokens} only. */
  void drop() {
    dropped = true;
    latest = null;
  }

  boolean isDropped() {
    return dropped;
  }

  /** Returns what became of tokens that this notification's receiver refused. */
  RefusedTokens refused() {
    return refused;
  }

  @Override
  public String toString() {
    return "Route[" + notificationId + "]";
  }
}
