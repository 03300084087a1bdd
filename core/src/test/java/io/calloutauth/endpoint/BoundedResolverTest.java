package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.AddressCheck.Outcome;
import io.calloutauth.schedule.FairPlaces;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedResolverTest {

  private static final List<InetAddress> FOUND = List.of(Addresses.of("93.184.216.34"));

  private final CountDownLatch hanging = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();

  @AfterEach
  void letGo() {
    hanging.countDown();
  }

  @Test
  void givesUpOnAHangingLookUp() {
    PublicEndpoints policy =
        PublicEndpoints.builder().boundedResolver(resolver(limits(2, 2))).build();
    Endpoint endpoint = new Endpoint(URI.create("https://hangs.example.com"));

    assertThat(policy.resolve("acme", endpoint).outcome()).isEqualTo(Outcome.UNRESOLVED);
  }

  @Test
  void refusesATenantWhoseLookUpsHangAndServesTheOthers() {
    BoundedResolver resolver = resolver(limits(4, 2));
    hang(resolver, "hostile", 2);

    assertThat(running).hasValue(2);
    assertThat(resolver.resolve("hostile", "idp.example.com").addresses()).isEmpty();
    assertThat(patient(resolver, "acme")).isEqualTo(FOUND);
  }

  @Test
  void leavesOneTenantNoMoreThanHalfOfItsThreads() {
    BoundedResolver resolver = resolver(limits(4, 9));
    hang(resolver, "acme", 2);

    assertThat(running).hasValue(2);
  }

  @Test
  void servesATenantThoughManyOthersHaveNameServersThatHang() {
    BoundedResolver resolver = resolver(limits(64, 16));
    for (String hostile : List.of("t1", "t2", "t3", "t4")) {
      hang(resolver, hostile, running.get() + 1);
      hangAsMuchAsPossible(resolver, hostile);
    }

    int hung = running.get();
    assertThat(patient(resolver, "t5")).isEqualTo(FOUND);
    assertThat(hung).isBetween(40, 63);
  }

  @Test
  void servesATenantThoughSixteenOthersHaveNameServersThatHangUnderTheUsualLimits() {
    BoundedResolver.Limits usual = BoundedResolver.Limits.USUAL;

    FairPlaces<String> places = new FairPlaces<>(usual.threads(), usual.perTenant());
    for (int tenant = 0; tenant < 16; tenant++) {
      while (places.take("hostile-" + tenant)) {
        assertThat(places.held("hostile-" + tenant)).isLessThanOrEqualTo(16);
      }
    }

    assertThat(places.take("acme")).isTrue();
  }

  @Test
  void servesATenantAgainWhenItsLookUpsHaveEnded() throws InterruptedException {
    BoundedResolver resolver = resolver(limits(2, 1));
    hang(resolver, "acme", 1);
    assertThat(resolver.resolve("acme", "idp.example.com").addresses()).isEmpty();

    hanging.countDown();
    assertThat(patient(resolver, "acme")).isEqualTo(FOUND);
    for (int i = 0; i < 5; i++) {
      assertThat(patient(resolver, "acme")).isEqualTo(FOUND);
    }
  }

  @Test
  void takesAFailingResolverForAnUnresolvedName() {
    BoundedResolver resolver =
        BoundedResolver.over(
            host -> {
              throw new IllegalStateException("broken");
            });

    assertThat(resolver.resolve("acme", "idp.example.com").addresses()).isEmpty();
  }

  @Test
  void staysInterruptedWhenItIsInterrupted() {
    BoundedResolver resolver = resolver(limits(2, 2));
    Thread.currentThread().interrupt();

    assertThat(resolver.resolve("acme", "hangs.example.com").addresses()).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Asks until that many look-ups hang, and then for some more. */
  private void hang(BoundedResolver resolver, String tenant, int expected) {
    int more = 4;
    while (running.get() < expected || more-- > 0) {
      assertThat(resolver.resolve(tenant, "hangs.example.com").addresses()).isEmpty();
    }
  }

  /** Asks until no other look-up hangs for some time: a busy machine may start one late. */
  private void hangAsMuchAsPossible(BoundedResolver resolver, String tenant) {
    int before = running.get();
    for (int inVain = 0; inVain < 5; inVain++) {
      assertThat(resolver.resolve(tenant, "hangs.example.com").addresses()).isEmpty();
      if (running.get() > before) {
        before = running.get();
        inVain = -1;
      }
    }
  }

  /** Asks until the answer is there: a busy machine may take longer than the short limits. */
  private static List<InetAddress> patient(BoundedResolver resolver, String tenant) {
    List<InetAddress> found = List.of();
    while (found.isEmpty()) {
      found = resolver.resolve(tenant, "idp.example.com").addresses();
    }
    return found;
  }

  private BoundedResolver resolver(BoundedResolver.Limits limits) {
    return new BoundedResolver(
        host -> {
          if (host.equals("hangs.example.com")) {
            running.incrementAndGet();
            awaitUninterruptibly();
          }
          return FOUND;
        },
        limits);
  }

  /** Hangs as the system's resolver does: no interrupt ends it. */
  private void awaitUninterruptibly() {
    boolean ended = false;
    while (!ended) {
      try {
        ended = hanging.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException ignored) {
        ended = false;
      }
    }
  }

  private static BoundedResolver.Limits limits(int threads, int perTenant) {
    Duration brief = Duration.ofMillis(100);
    return new BoundedResolver.Limits(brief, brief, threads, perTenant);
  }
}
