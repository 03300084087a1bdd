package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Failed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a token (a 401) that no renewal mended, as this node knows it of a provider: the
 * last notification that was refused. Immutable.
 *
 * @param notificationId whose receiver refused the token
 * @param since when it did so first
 * @param until when a renewal may be forced again
 */
record StandingRefusal(String notificationId, Moment since, Moment until) {

  /**
   * Notes a refusal.
   *
   * @param wait how long no renewal may be forced, by the limits of the provider
   * @param why why there was no other token, or null when the receiver refused that one too
   */
  static void note(
      Slot slot, Route<?> route, Moment now, Duration wait, @Nullable TokenOutcome why) {
    Duration pause = longer(wait, route.refused().left(now));
    if (why instanceof Failed failed) {
      pause = longer(pause, failed.pause());
    }
    StandingRefusal before = slot.refusal();
    String id = route.notificationId();
    Moment since = before != null && before.notificationId.equals(id) ? before.since : now;
    slot.noteRefusal(new StandingRefusal(id, since, now.plus(pause)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Notes that a notification's receiver took a token. Costs a volatile read unless that helps. */
  static void end(Route<?> route) {
    Slot slot = route.slot();
    if (slot == null) {
      return;
    }
    StandingRefusal standing = slot.refusal();
    if (standing != null && standing.notificationId.equals(route.notificationId())) {
      slot.noteRefusal(null);
    }
  }

  /** Returns it as seen at a moment. */
  RowReading.Refusal at(Moment now) {
    return new RowReading.Refusal(notificationId, now.until(since), until.until(now));
  }
}
