package io.calloutauth.endpoint;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many things each tenant does at once: a semaphore for each tenant, which is there only
 * while somebody of the tenant holds a place or waits for one. Thread-safe.
 */
final class TenantPlaces {

  private final ConcurrentMap<String, Places> tenants = new ConcurrentHashMap<>();
  private final int perTenant;

  TenantPlaces(int perTenant) {
    this.perTenant = perTenant;
  }

  /** Takes a place of a tenant, to be left again; false when none comes free in time. */
  boolean take(String tenant, Duration maxWait) throws InterruptedException {
    boolean taken = false;
    Places places = entered(tenant);
    try {
      taken = places.free.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
      return taken;
    } finally {
      if (!taken) {
        exit(tenant);
      }
    }
  }

  /** Leaves a place that was taken. */
  void leave(String tenant) {
    Places places = tenants.get(tenant);
    if (places != null) {
      places.free.release();
      exit(tenant);
    }
  }

  private Places entered(String tenant) {
    return tenants.compute(
        tenant,
        (name, present) -> {
          Places places = present == null ? new Places(perTenant) : present;
          places.users.incrementAndGet();
          return places;
        });
  }

  private void exit(String tenant) {
    tenants.computeIfPresent(
        tenant, (name, places) -> places.users.decrementAndGet() == 0 ? null : places);
  }

  /** Returns how many tenants hold a place or wait for one. */
  int tenants() {
    return tenants.size();
  }

  private static final class Places {

    private final Semaphore free;
    private final AtomicInteger users = new AtomicInteger();

    Places(int perTenant) {
      this.free = new Semaphore(perTenant);
    }
  }
}
