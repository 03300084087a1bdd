package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.TokenWaitException;
import io.calloutauth.example.benchmarks.subject.Setting;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One thread that makes callouts at a steady rate, whatever becomes of them. A callout that would
 * have to wait for its token is not patient: so each one that would have waited is counted. One
 * that is late because those before it took long is measured from the moment it was due as well:
 * the call alone would tell nothing of the delay.
 */
final class SteadyCallouts implements Runnable {

  private static final long LONGEST = Duration.ofMinutes(1).toNanos();

  private final CalloutAuthenticator callouts;
  private final List<String> notifications;
  private final Duration interval;
  private final Duration length;
  private final Histogram calls = new Histogram(LONGEST, 3);
  private final Histogram sinceDue = new Histogram(LONGEST, 3);
  private long waited;
  private long failed;
  private long took;

  /**
   * Makes the thread's work.
   *
   * @param interval from one callout to the next
   * @param length how long it goes on
   */
  SteadyCallouts(
      CalloutAuthenticator callouts,
      List<String> notifications,
      Duration interval,
      Duration length) {
    this.callouts = callouts;
    this.notifications = List.copyOf(notifications);
    this.interval = interval;
    this.length = length;
  }

  @Override
  public void run() {
    SplittableRandom random = new SplittableRandom(3);
    long begin = System.nanoTime();
    long due = begin;
    long end = due + length.toNanos();
    while (due - end < 0) {
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      callout(notifications.get(random.nextInt(notifications.size())), due);
      due += interval.toNanos();
    }
    took = Math.max(length.toNanos(), System.nanoTime() - begin);
  }

  private void callout(String notification, long due) {
    long start = System.nanoTime();
    try {
      callouts.authenticate(notification, "POST", Setting.TARGET, Duration.ZERO);
    } catch (TokenWaitException wouldWait) {
      waited++;
    } catch (CalloutAuthException noToken) {
      failed++;
    }
    long end = System.nanoTime();
    calls.recordValue(Math.min(LONGEST, end - start));
    sinceDue.recordValue(Math.min(LONGEST, end - due));
  }

  /** Returns how long each call took; to be read when the thread has ended. */
  Histogram calls() {
    return calls;
  }

  /** Returns how long after it was due each call ended; to be read when the thread has ended. */
  Histogram sinceDue() {
    return sinceDue;
  }

  /** Returns how many were made in a second; to be read when the thread has ended. */
  double perSecond() {
    return calls.getTotalCount() * 1e9 / took;
  }

  /** Returns how many would have waited; to be read when the thread has ended. */
  long waited() {
    return waited;
  }

  /** Returns how many failed otherwise; to be read when the thread has ended. */
  long failed() {
    return failed;
  }
}
