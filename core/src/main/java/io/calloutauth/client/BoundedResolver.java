package io.calloutauth.client;

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
 * of them and never the caller. What finds neither a thread nor a place in the queue is unresolved
 * at once. Thread-safe; its threads end by themselves.
 */
final class BoundedResolver {

  private static final Logger log = LoggerFactory.getLogger(BoundedResolver.class);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int THREADS = 16;
  private static final int WAITING = 64;

  private final NameResolver resolver;
  private final Duration longest;
  private final ThreadPoolExecutor threads;

  BoundedResolver(NameResolver resolver, Duration longest, int threads, int waiting) {
    this.resolver = resolver;
    this.longest = longest;
    this.threads = pool(threads, waiting);
  }

  /** Returns a resolver that gives up after 2 seconds. */
  static BoundedResolver over(NameResolver resolver) {
    return new BoundedResolver(resolver, LONGEST, THREADS, WAITING);
  }

  /** Returns the addresses of a name; empty when there is none or none could be had in time. */
  List<InetAddress> resolve(String host) {
    FutureTask<List<InetAddress>> lookup =
        new FutureTask<>(() -> List.copyOf(resolver.resolve(host)));
    try {
      threads.execute(lookup);
      return lookup.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException full) {
      log.warn("too many look-ups of host names hang; {} is not looked up", host);
      return List.of();
    } catch (TimeoutException late) {
      log.debug("no answer in time on the addresses of {}", host);
      return List.of();
    } catch (ExecutionException failed) {
      return unresolved(host, failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      lookup.cancel(true);
      threads.remove(lookup);
    }
  }

  private static List<InetAddress> unresolved(String host, @Nullable Throwable why) {
    if (why instanceof UnknownHostException) {
      log.debug("{} has no address", host);
    } else {
      log.warn("the resolver failed on {}", host, why);
    }
    return List.of();
  }

  private static ThreadPoolExecutor pool(int threads, int waiting) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            task -> daemon(task, count.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable task, int number) {
    Thread thread = new Thread(task, "callout-auth-dns-" + number);
    thread.setDaemon(true);
    return thread;
  }
}
