package io.calloutauth.engine;

import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.schedule.World.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confirms what the caches were filled with: a fill is kept for good once it was read again after a
 * poll of changes that began later than it was read. A database that fails over may lose the commit
 * that it was read from, before any poll tells of it. Until then it serves. Thread-safe.
 *
 * @param watch polls changes
 * @param invalidation reads again
 * @param timer starts what found no thread
 * @param reads run what blocks, each tenant's in its turn: a crowd of routes must not hold up polls
 */
record FillConfirmation(
    ChangeWatch watch, CacheInvalidation invalidation, Timer timer, FairExecutor reads) {

  private static final Logger LOG = LoggerFactory.getLogger(FillConfirmation.class);

  /** Listens to changes before anything is read that is to be kept; blocks at first. */
  void begin() {
    watch.start();
  }

  /** Returns the poll after which what was read just now is to be read again. */
  int stamp() {
    return watch.begun();
  }

  /** Reads a route's rows again behind its use, once it is time to. Does not block. */
  void confirm(TenantCache<?> cache, Route<?> route) {
    if (!route.isConfirmed() && watch.heard() > route.filledAt()) {
      route.confirm(); // before it is read, so that nobody else starts to
      new BackgroundTasks(timer, reads.of(cache.tenant())).now(() -> readAgain(cache, route));
    }
  }

  private void readAgain(TenantCache<?> cache, Route<?> route) {
    try {
      invalidation.confirm(cache, route);
    } catch (RuntimeException unread) { // after the next poll again: memory serves meanwhile
      LOG.debug("A route is not read again yet", unread);
      route.fill(stamp());
    }
  }
}
