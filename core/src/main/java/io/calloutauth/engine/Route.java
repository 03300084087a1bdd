package io.calloutauth.engine;

import io.calloutauth.engine.ReadyToken.CarriedTokens;
import io.calloutauth.engine.RefusedTokens.StandingRefusal;
import io.calloutauth.engine.TokenOutcome.Failed;
import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cache entry: the way from one notification to its provider's slot, or a negative entry, the
 * knowledge that there is none. Thread-safe.
 *
 * @param <C> what callouts carry
 */
final class Route<C> extends CarriedTokens.Place<C> {

  private static final Duration DEAD_END_REMEMBERED = Duration.ofSeconds(30);
  private static final int CONFIRMED = 0;

  private final @Nullable Object owner;
  private final String notificationId;
  private final @Nullable Slot slot;
  private final @Nullable TokenOutcome deadEnd;
  private final @Nullable Moment over;

  /** Racy: who reads an old one reads the rows once more. */
  private int filledAt;

  /** Made with the first refusal: most receivers never refuse a token. */
  private volatile @Nullable RefusedTokens refused;

  private Route(
      @Nullable Object owner,
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
   * @param owner the cache that it is kept in: of one tenant on one node
   * @param over when the store is to be asked again in any case, or null when a change will tell
   */
  static <C> Route<C> to(Object owner, Slot slot, String notificationId, @Nullable Moment over) {
    return new Route<>(owner, notificationId, slot, null, over);
  }

  /**
   * Returns the knowledge that there is none.
   *
   * @param over when the store is to be asked again at the latest, or null for after half a minute
   */
  static <C> Route<C> deadEnd(
      TokenOutcome why, String notificationId, Moment now, @Nullable Moment over) {
    Moment remembered = over == null ? now.plus(DEAD_END_REMEMBERED) : over;
    return new Route<>(null, notificationId, null, why, remembered);
  }

  /** Tells whether its tokens were handed out by the tenant on the node that a cache is of. */
  boolean isOf(Object cache) {
    return owner == cache;
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

  /** Notes the poll of changes that had begun when it was read. */
  void fill(int poll) {
    filledAt = poll;
  }

  int filledAt() {
    return filledAt;
  }

  /** Notes that it is kept for good. */
  void confirm() {
    filledAt = CONFIRMED;
  }

  /** Tells whether it was read again after a poll, or is read again soon in any case. */
  boolean isConfirmed() {
    return filledAt == CONFIRMED || (slot != null && over != null);
  }

  /** Returns what became of tokens that this notification's receiver refused. */
  synchronized RefusedTokens refused() {
    RefusedTokens known = refused;
    if (known == null) {
      known = new RefusedTokens();
      refused = known;
    }
    return known;
  }

  /** Notes that its receiver took a token. Costs some volatile reads unless that helps. */
  void accept(ReadyToken token) {
    RefusedTokens known = refused;
    if (known != null) {
      known.accepted(token);
    }
    endRefusal();
  }

  /**
   * Notes on its slot that its receiver refuses the token, and no renewal mended that.
   *
   * @param wait how long no renewal may be forced, by the limits of the provider
   * @param why why there was no other token, or null when the receiver refused that one too
   */
  void noteRefusal(Moment now, Duration wait, @Nullable TokenOutcome why) {
    if (slot == null) {
      return;
    }
    Duration pause = longer(wait, refused().left(now));
    if (why instanceof Failed failed) {
      pause = longer(pause, failed.pause());
    }
    StandingRefusal before = slot.refusal();
    Moment since = before != null && isOwn(before) ? before.since() : now;
    slot.noteRefusal(new StandingRefusal(notificationId, since, now.plus(pause)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Notes that its receiver refuses the token no more. */
  void endRefusal() {
    StandingRefusal standing = slot == null ? null : slot.refusal();
    if (slot != null && standing != null && isOwn(standing)) {
      slot.noteRefusal(null);
    }
  }

  private boolean isOwn(StandingRefusal standing) {
    return standing.notificationId().equals(notificationId);
  }

  @Override
  public String toString() {
    return "Route[" + notificationId + "]";
  }
}
