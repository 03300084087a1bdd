package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.NimbusTokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Vault;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheInvalidationTest {

  private static final Change ALL_OF_ACME = new Change("acme", Kind.TENANT, "");

  private final ManualWorld time = new ManualWorld();
  private final PublicEndpoints policy = PublicEndpoints.builder().build();
  private final NimbusTokenClient client = NimbusTokenClient.builder(policy).build();
  private final EngineParts parts =
      new EngineParts(
          MemoryStore.create(time.wallClock()),
          client,
          policy,
          new Vault(SealingKeys.ephemeral()),
          time.world(),
          (provider, name, kind, note) -> {},
          new EngineParts.Settings(Duration.ofSeconds(15), 100));
  private final TenantCaches<RouteToken> tenants =
      new TenantCaches<>(parts, new FairExecutor(Runnable::run, 1, () -> {}));
  private final CacheInvalidation invalidation =
      new CacheInvalidation(tenants, parts.store(), policy);

  @AfterEach
  void close() {
    client.close();
  }

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
