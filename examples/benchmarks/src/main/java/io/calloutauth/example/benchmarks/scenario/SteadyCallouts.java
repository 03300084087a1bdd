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
 * have to wait for its token is not patient: so each one that would have waited is counted.
 */
final class SteadyCallouts implements Runnable {

  private static final long LONGEST = Duration.ofMinutes(1).toNanos();

  private final CalloutAuthenticator callouts;
  private final List<String> notifications;
  private final Duration interval;
  private final Duration length;
  private final Histogram nanos = new Histogram(LONGEST, 3);
  private long waited;
  private long failed;

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
    long due = System.nanoTime();
    long end = due + length.toNanos();
    while (due - end < 0) {
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      callout(notifications.get(random.nextInt(notifications.size())));
      due += interval.toNanos();
    }
  }

  private void callout(String notification) {
    long start = System.nanoTime();
    try {
      callouts.authenticate(notification, "POST", Setting.TARGET, Duration.ZERO);
    } catch (TokenWaitException wouldWait) {
      waited++;
    } catch (CalloutAuthException noToken) {
      failed++;
    }
    nanos.recordValue(Math.min(LONGEST, System.nanoTime() - start));
  }

  /** Returns how long each call took; to be read when the thread has ended. */
  Histogram nanos() {
    return nanos;
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
