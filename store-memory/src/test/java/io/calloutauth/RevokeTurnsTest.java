package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many revocations of one tenant on a slow store. */
@Timeout(60)
class RevokeTurnsTest extends OneNode {

  private static final int MANY = 40;

  private final Semaphore permits = new Semaphore(0, true);
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<CompletableFuture<RevocationReport>> asked = new ArrayList<>();

  @AfterEach
  void letAllGoOn() {
    permits.release(100_000);
    callers.shutdown();
  }

  private CompletableFuture<RevocationReport> revoked(CalloutAuth auth, ProviderId id) {
    return CompletableFuture.supplyAsync(() -> auth.tokens().revoke(id), callers);
  }

  /** Of 16 revocations at once a tenant has half of what the others leave. */
  @Test
  void leaveTheNextTenantItsOwn() {
    node.close();
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    node = Node.over(store, node.time, server);
    CalloutAuth noisy = node.tenants.tenant("noisy");
    ProviderId other = node.bound(N).id();
    store.holdsUp(permits::acquireUninterruptibly);
    for (int n = 0; n < MANY; n++) {
      asked.add(revoked(noisy, noisy.providers().create(node.settings("CRM " + n).build()).id()));
    }
    Eventually.holds(() -> permits.getQueueLength() == 8);

    CompletableFuture<RevocationReport> own = revoked(node.auth, other);
    Eventually.holds(() -> permits.getQueueLength() == 9);
    permits.release(9); // one step each: nobody is overtaken by what starts in their places

    assertThat(own).succeedsWithin(Duration.ofSeconds(20));
    assertThat(asked).filteredOn(CompletableFuture::isDone).hasSizeLessThanOrEqualTo(8);
  }
}
