package io.calloutauth.example.benchmarks.scenario;

import com.sun.management.ThreadMXBean;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.example.benchmarks.subject.Subject;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What a header allocates when callouts are few: what one of them keeps for the next is out of date
 * by then, which a benchmark that calls as fast as it can never sees.
 */
final class SeldomCallouts {

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private SeldomCallouts() {}

  /** Returns the bytes that a header of a subject allocates on average. */
  static double bytes(Subjects who, int calls, Duration apart) {
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      return bytes(who, Setting.single(endpoint.uri()), calls, apart);
    }
  }

  private static double bytes(Subjects who, Setting setting, int calls, Duration apart) {
    try (Subject subject = who.open(setting)) {
      subject.authenticate(Setting.notification(0), SeldomCallouts::drop);
      subject.settle(setting);
      return bytes(subject, calls, apart);
    }
  }

  static double bytes(Subject subject, int calls, Duration apart) {
    String id = Setting.notification(0);
    long allocated = 0;
    for (int i = -calls / 2; i < calls; i++) { // the first third loads what is loaded once
      LockSupport.parkNanos(apart.toNanos());
      long before = THREADS.getCurrentThreadAllocatedBytes();
      subject.authenticate(id, SeldomCallouts::drop);
      allocated += i < 0 ? 0 : THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    return allocated / (double) calls;
  }

  private static void drop(String name, String value) {}
}
