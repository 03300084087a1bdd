package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.engine.RevocationDelivery.RevocationTurns;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderName;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevocationTurnsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int AT_ONCE = 8;

  private final MemoryStore store = MemoryStore.create(new ManualWorld().wallClock());
  private final RevocationStore revocations = store.revocations();
  private final RevocationTurns turns = new RevocationTurns(revocations, AT_ONCE);

  /** Keeps a revocation that is due at once. */
  private void waiting(String tenant, int number) {
    ProviderKey key = new ProviderKey(tenant, "p" + number);
    ProviderName name = new ProviderName(key.id(), key.id());
    store.providers().create(key, ProviderContent.builder(name).build(), 1_000);
    PendingRevocation pending =
        PendingRevocation.of(key, "r" + number, Sealed.of("k", "s"), Duration.ofHours(1));
    store
        .tokens()
        .revoke(key, RevokeRequest.builder(TokenRow.EMPTY).telling(List.of(pending), 1).build());
  }

  private List<String> claimAll() {
    List<String> tenants = new ArrayList<>();
    for (Optional<PendingRevocation> next = turns.claim(MINUTE); next.isPresent(); ) {
      tenants.add(next.get().provider().tenant());
      next = turns.claim(MINUTE);
    }
    return tenants;
  }

  @Test
  void eightyHangingOnesOfOneTenantDelayNoOther() {
    for (int i = 0; i < 80; i++) {
      waiting("hostile", i);
    }
    assertThat(claimAll()).hasSize(AT_ONCE / 2).containsOnly("hostile");

    waiting("acme", 0);

    assertThat(claimAll()).containsExactly("acme");
  }

  @Test
  void severalTenantsWhoseServersHangLeaveRoomForTheNext() {
    for (String hostile : List.of("h1", "h2", "h3")) {
      for (int i = 0; i < 80; i++) {
        waiting(hostile, i);
      }
    }
    int hanging = claimAll().size();
    waiting("acme", 0);

    assertThat(hanging).isLessThan(AT_ONCE);
    assertThat(claimAll()).containsExactly("acme");
  }

  @Test
  void theNextIsOfATenantThatHasNoneUnderWay() {
    for (int i = 0; i < 3; i++) {
      waiting("acme", i);
      waiting("globex", i);
    }

    String first = turns.claim(MINUTE).orElseThrow().provider().tenant();
    String second = turns.claim(MINUTE).orElseThrow().provider().tenant();

    assertThat(List.of(first, second)).containsExactlyInAnyOrder("acme", "globex");
  }

  @Test
  void whatHasEndedLeavesItsPlace() {
    for (int i = 0; i < 80; i++) {
      waiting("acme", i);
    }
    for (int i = 0; i < 80; i++) {
      turns.end(turns.claim(MINUTE).orElseThrow());
    }

    assertThat(turns.claim(MINUTE)).isEmpty();
  }
}
