package io.calloutauth.endpoint;

import io.calloutauth.schedule.FairPlaces;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks names up on threads of its own and gives up in time: a look-up that hangs keeps one of them
 * and never the caller. Tenants take turns for the threads; one whose look-ups hang is out of
 * places before the others are. Thread-safe; the threads end by themselves.
 */
final class BoundedResolver {

  private static final Logger log = LoggerFactory.getLogger(BoundedResolver.class);

  private final NameResolver resolver;
  private final Limits limits;
  private final ThreadPoolExecutor threads;
  private final FairPlaces<Turn> places;

  BoundedResolver(NameResolver resolver, Limits limits) {
    this.resolver = resolver;
    this.limits = limits;
    this.threads = pool(limits);
    this.places = new FairPlaces<>(limits.threads(), limits.perTenant());
  }

  /** Returns a resolver that gives up after 2 seconds in all. */
  static BoundedResolver over(NameResolver resolver) {
    return new BoundedResolver(resolver, Limits.USUAL);
  }

  /** Returns the addresses of a name; none when there is none or none could be had in time. */
  Found resolve(String tenant, String host) {
    try {
      if (hasPlace(new Turn(tenant, new CountDownLatch(1)))) {
        return lookUp(host, () -> leave(tenant));
      }
      log.warn("too many look-ups of host names hang, and tenant {} gets no more", tenant);
      return Found.nothing("too many look-ups hang");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Found.nothing("interrupted");
    }
  }

  private boolean hasPlace(Turn turn) throws InterruptedException {
    places.join(turn.tenant(), turn);
    admit();
    boolean waited = false;
    try {
      waited = turn.admitted().await(limits.toStart().toNanos(), TimeUnit.NANOSECONDS);
      return waited || !places.withdraw(turn.tenant(), turn);
    } catch (InterruptedException interrupted) {
      if (!places.withdraw(turn.tenant(), turn)) {
        leave(turn.tenant());
      }
      throw interrupted;
    }
  }

  private void admit() {
    for (Turn next = places.admit(Turn::tenant); next != null; ) {
      next.admitted().countDown();
      next = places.admit(Turn::tenant);
    }
  }

  private void leave(String tenant) {
    places.leave(tenant);
    admit();
  }

  private Found lookUp(String host, Runnable leave) throws InterruptedException {
    FutureTask<List<InetAddress>> lookup =
        new FutureTask<>(() -> List.copyOf(resolver.resolve(host)));
    Runnable task = () -> runAndLeave(lookup, leave);
    try {
      threads.execute(task);
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      leave.run();
      log.warn("a look-up of a host name got no thread: {}", noThread.getClass().getName());
      return Found.nothing("no thread to look it up on");
    }
    try {
      return answer(lookup, host);
    } finally {
      lookup.cancel(false); // a host's own resolver is not interrupted
      if (threads.remove(task)) {
        leave.run();
      }
    }
  }

  // The place is free when the look-up has ended, not when the caller has given up on it.
  private static void runAndLeave(Runnable lookup, Runnable leave) {
    try {
      lookup.run();
    } finally {
      leave.run();
    }
  }

  private Found answer(FutureTask<List<InetAddress>> lookup, String host)
      throws InterruptedException {
    try {
      return new Found(
          lookup.get(limits.toAnswer().toNanos(), TimeUnit.NANOSECONDS), "it has no address");
    } catch (TimeoutException late) {
      log.debug("no answer in time on the addresses of {}", host);
      return Found.nothing("no answer in time");
    } catch (ExecutionException failed) {
      return unresolved(host, failed.getCause());
    }
  }

  private static Found unresolved(String host, @Nullable Throwable why) {
    if (why instanceof UnknownHostException) {
      log.debug("{} has no address", host);
      return Found.nothing("it has no address");
    }
    log.warn("the resolver failed on {}", host, why);
    return Found.nothing("the resolver failed");
  }

  private static ThreadPoolExecutor pool(Limits limits) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            limits.threads(),
            limits.threads(),
            1, // a node that is closed leaves no thread here, though others may share the policy
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(), // of what has a place: a thread is about to be free
            task -> daemon(task, count.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable task, int number) {
    Thread thread = new Thread(task, "callout-auth-dns-" + number);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * What came of a look-up.
   *
   * @param addresses the addresses; may be empty
   * @param problem why there is none, where there is none, for the operator
   */
  record Found(List<InetAddress> addresses, String problem) {

    private static Found nothing(String problem) {
      return new Found(List.of(), problem);
    }
  }

  private record Turn(String tenant, CountDownLatch admitted) {}

  /**
   * How much is looked up at once and for how long.
   *
   * @param toStart how long a caller waits for its turn
   * @param toAnswer how long it then waits for the response
   * @param threads how many look-ups may be under way, given up on or not
   * @param perTenant how many of them may be one tenant's
   */
  record Limits(Duration toStart, Duration toAnswer, int threads, int perTenant) {

    /**
     * Two seconds in all; for a tenant as many at once as there are token requests, and in all so
     * many more that those which hang long after their caller gave up leave some for the others.
     */
    static final Limits USUAL =
        new Limits(Duration.ofMillis(500), Duration.ofMillis(1500), 256, 16);
  }
}
