package io.calloutauth.engine;

import io.calloutauth.schedule.Clocks.Moment;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one notification's receiver did with tokens that came in place of one it refused: a receiver
 * that refuses the successors too waits longer and longer before it may force another renewal.
 * Thread-safe.
 */
final class RefusedTokens {

  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 10;

  /** Weak: once nobody holds the token, nobody can be refused with it. */
  private volatile @Nullable WeakReference<ReadyToken> successor;

  private @Nullable WeakReference<ReadyToken> told;
  private volatile int refusals;
  private @Nullable Moment until;

  /** Notes the token that the receiver gets in place of one it refused. */
  synchronized void replacedBy(ReadyToken token) {
    successor = new WeakReference<>(token);
  }

  /** Tells whether a token's refusal was not told of yet, and takes it for told. */
  synchronized boolean isFirst(ReadyToken token) {
    boolean first = told == null || !told.refersTo(token);
    told = new WeakReference<>(token);
    return first;
  }

  private boolean isSuccessor(ReadyToken token) {
    WeakReference<ReadyToken> held = successor;
    return held != null && held.refersTo(token);
  }

  /**
   * Notes that the receiver took a token. Costs two volatile reads unless that ends a row of
   * refusals.
   */
  void accepted(ReadyToken token) {
    if (isSuccessor(token) || refusals > 0) {
      forget(token);
    }
  }

  private synchronized void forget(ReadyToken token) {
    successor = isSuccessor(token) ? null : successor;
    refusals = 0;
    until = null;
  }

  /**
   * Notes that the receiver refused a token. A successor counts once, however many callouts carried
   * it.
   *
   * @return whether a renewal may be forced; false: only another token that is there already may be
   *     tried
   */
  synchronized boolean refused(ReadyToken token, Moment now) {
    if (isSuccessor(token)) {
      successor = null;
      until = now.plus(wait(refusals));
      refusals = refusals + 1;
    }
    return until == null || until.reached(now.nanos(), now.millis());
  }

  /** Returns how long the receiver may force no renewal. */
  synchronized Duration left(Moment now) {
    return until == null ? Duration.ZERO : until.until(now);
  }

  private static Duration wait(int refusals) {
    Duration wait = FIRST.multipliedBy(1L << Math.min(refusals, MOST_DOUBLINGS));
    return wait.compareTo(MOST) > 0 ? MOST : wait;
  }

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
}
