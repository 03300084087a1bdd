package io.calloutauth.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks names up on a few threads of its own and gives up in time: a look-up that hangs keeps one
 * of them and never the caller. A tenant whose look-ups hang is out of places before the others are
 * out of threads. Thread-safe; the threads end by themselves.
 */
final class BoundedResolver {

  private static final Logger log = LoggerFactory.getLogger(BoundedResolver.class);

  private final NameResolver resolver;
  private final Limits limits;
  private final ThreadPoolExecutor threads;
  private final TenantPlaces places;

  BoundedResolver(NameResolver resolver, Limits limits) {
    this.resolver = resolver;
    this.limits = limits;
    this.threads = pool(limits);
    this.places = new TenantPlaces(limits.perTenant());
  }

  /** Returns a resolver that gives up after 2 seconds in all. */
  static BoundedResolver over(NameResolver resolver) {
    return new BoundedResolver(resolver, Limits.USUAL);
  }

  /** Returns the addresses of a name; none when there is none or none could be had in time. */
  Found resolve(String tenant, String host) {
    try {
      if (places.take(tenant, limits.toStart())) {
        return resolve(host, () -> places.leave(tenant));
      }
      log.warn("too many look-ups of host names hang for tenant {}", tenant);
      return Found.nothing("too many look-ups of the tenant hang");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Found.nothing("interrupted");
    }
  }

  private Found resolve(String host, Runnable leave) throws InterruptedException {
    FutureTask<List<InetAddress>> lookup =
        new FutureTask<>(() -> List.copyOf(resolver.resolve(host)));
    Runnable task = () -> runAndLeave(lookup, leave);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException full) {
      leave.run();
      log.warn("too many look-ups of host names hang");
      return Found.nothing("too many look-ups hang");
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
            new ArrayBlockingQueue<>(limits.waiting()),
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

  /**
   * How much is looked up at once and for how long.
   *
   * @param toStart how long a caller waits for a place of its tenant
   * @param toAnswer how long it then waits for the response
   * @param threads how many look-ups run at once
   * @param waiting how many may wait for a thread
   * @param perTenant how many of one tenant may be under way, given up on or not
   */
  record Limits(Duration toStart, Duration toAnswer, int threads, int waiting, int perTenant) {

    /**
     * Two seconds in all; as many at once as there are token requests, and for a tenant likewise.
     */
    static final Limits USUAL =
        new Limits(Duration.ofMillis(500), Duration.ofMillis(1500), 64, 1024, 16);
  }
}
