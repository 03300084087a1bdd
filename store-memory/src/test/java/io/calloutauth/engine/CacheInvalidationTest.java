package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.admission.CommandLimits;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.testkit.ManualWorld;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheInvalidationTest {

  private static final Change ALL_OF_ACME = new Change("acme", Kind.TENANT, "");

  private final ManualWorld time = new ManualWorld();
  private final PublicEndpoints policy = PublicEndpoints.builder().build();
  private final MemoryStore store = MemoryStore.create(time.wallClock());
  private final TenantCaches<RouteToken> tenants = new TenantCaches<>(time.world().clocks(), 10);
  private final CommandLimits limits = new CommandLimits(time.world().clocks());
  private final CacheInvalidation invalidation =
      new CacheInvalidation(tenants, store, policy, limits);

  private boolean isPurgeAwaited() {
    TenantCache<RouteToken> cache = tenants.find("acme");
    return cache != null && !cache.uncommitted().isEmpty();
  }

  @Test
  void hearsOfAPurgeOnlyWhenItIsToldOfOne() {
    tenants.pinned(
        "acme",
        cache -> {
          cache.uncommitted().addPurge(tenants.now());
          return cache;
        });

    invalidation.changedBefore(ALL_OF_ACME); // too many changes, of whatever kind

    assertThat(isPurgeAwaited()).isTrue();
    invalidation.changed(ALL_OF_ACME);
    assertThat(isPurgeAwaited()).isFalse();
  }

  @Test
  void forgetsTheCommandsOfAPurgedTenantThatNothingIsHeldOf() {
    limits.take(
        "acme", CommandLimits.Kind.STOP, List.of(URI.create("https://idp.example.com/token")));

    invalidation.changedBefore(ALL_OF_ACME); // it may still be there
    assertThat(limits.size()).isEqualTo(2);

    invalidation.changed(ALL_OF_ACME);
    assertThat(limits.size()).isZero();
  }
}
