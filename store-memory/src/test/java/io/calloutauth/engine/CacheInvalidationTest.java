package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.testkit.ManualWorld;
import org.junit.jupiter.api.Test;

class CacheInvalidationTest {

  private static final Change ALL_OF_ACME = new Change("acme", Kind.TENANT, "");

  private final ManualWorld time = new ManualWorld();
  private final PublicEndpoints policy = PublicEndpoints.builder().build();
  private final MemoryStore store = MemoryStore.create(time.wallClock());
  private final TenantCaches<RouteToken> tenants =
      new TenantCaches<>(time.world().clocks(), new FairExecutor(Runnable::run, 1, () -> {}));
  private final CacheInvalidation invalidation = new CacheInvalidation(tenants, store, policy);

  private boolean isPurgeAwaited() {
    TenantCache<RouteToken> cache = tenants.find("acme");
    return cache != null && !cache.uncommitted().isEmpty();
  }

  @Test
  void hearsOfAPurgeOnlyWhenItIsToldOfOne() {
    tenants.proposePurge("acme");

    invalidation.changedBefore(ALL_OF_ACME); // too many changes, of whatever kind

    assertThat(isPurgeAwaited()).isTrue();
    invalidation.changed(ALL_OF_ACME);
    assertThat(isPurgeAwaited()).isFalse();
  }
}
