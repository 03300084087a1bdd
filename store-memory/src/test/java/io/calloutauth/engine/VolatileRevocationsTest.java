package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoreException;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolatileRevocationsTest {

  private static final RevocationResult TOLD =
      new RevocationResult(RevocationResult.Outcome.REVOKED, 200, null);

  private final ManualWorld time = new ManualWorld();
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final FairExecutor turns = new FairExecutor(threads::add, 16, threads::clear);
  private final List<String> offered = new ArrayList<>();
  private final VolatileRevocations revocations =
      new VolatileRevocations(
          time.world().clocks()::now,
          revocable -> offered.add(revocable.provider().tenant()),
          tenant -> new BackgroundTasks(time.world().timer(), turns.of(tenant)));

  private Revocable add(String tenant, int n) {
    Revocable revocable =
        Revocable.unopened(
            new ProviderKey(tenant, "p" + n),
            Sealed.of("k", "x"),
            time.world().clocks().now().plus(Duration.ofHours(1)));
    revocations.add(revocable);
    return revocable;
  }

  private void runAll() {
    while (!threads.isEmpty()) {
      threads.removeFirst().run();
    }
  }

  @Test
  void ofOneTenantHoldUpThoseOfNoOther() {
    for (int n = 0; n < 20; n++) {
      add("noisy", n);
    }
    add("acme", 0);

    revocations.offerAll();

    assertThat(threads).as("eight of the one, and the other's").hasSize(9);
    runAll();
    assertThat(offered).hasSize(21).contains("acme");
    assertThat(offered.indexOf("acme")).isLessThan(9);
  }

  @Test
  void areNotOfferedBesideTheirLastOffer() {
    add("acme", 0);
    revocations.offerAll();
    revocations.offerAll();
    runAll();
    assertThat(offered).hasSize(1);

    revocations.offerAll();
    runAll();

    assertThat(offered).hasSize(2);
  }

  @Test
  void areOfferedAgainAfterTheStoreWasDown() {
    VolatileRevocations waiting =
        new VolatileRevocations(
            time.world().clocks()::now,
            revocable -> {
              offered.add("offered");
              throw new StoreException("down", true, null);
            },
            tenant -> new BackgroundTasks(time.world().timer(), Runnable::run));
    waiting.add(add("acme", 0));

    waiting.offerAll();
    waiting.offerAll();

    assertThat(offered).hasSize(2);
  }

  @Test
  void ofOneTenantLeaveRoomForThoseOfOthersUntilTheyAreTold() {
    List<Revocable> noisy = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      noisy.add(add("noisy", n));
    }
    Revocable own = add("acme", 0);
    offerOnce();
    assertThat(Collections.frequency(offered, "noisy")).as("half of the room").isEqualTo(50);
    assertThat(offered).contains("acme");

    noisy.forEach(revocable -> revocations.settle(revocable, TOLD));
    noisy.forEach(revocable -> revocations.settle(revocable, TOLD));
    revocations.settle(own, RevocationDelivery.NOT_ASKED);
    offerOnce();
    assertThat(offered).containsExactly("acme");

    for (int n = 0; n < 200; n++) {
      add("other", n);
    }
    offerOnce();
    assertThat(Collections.frequency(offered, "other")).isEqualTo(50);
  }

  private void offerOnce() {
    offered.clear();
    revocations.offerAll();
    runAll();
  }
}
