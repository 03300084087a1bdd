package io.calloutauth.engine;

import io.calloutauth.engine.Clocks.Moment;

/**
 * The refusal of a token (a 401) that no renewal mended, as this node knows it of a provider: the
 * last notification that was refused. Immutable.
 *
 * @param notificationId whose receiver refused the token
 * @param since when it did so first
 * @param until when a renewal may be forced again
 */
record StandingRefusal(String notificationId, Moment since, Moment until) {

  /** Returns it as seen at a moment. */
  RowReading.Refusal at(Moment now) {
    return new RowReading.Refusal(notificationId, now.until(since), until.until(now));
  }
}
