package io.calloutauth.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.admission.CommandLimits.Kind;
import io.calloutauth.endpoint.Origin;
import io.calloutauth.testkit.ManualWorld;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many commands a tenant may give, and how many hosts they may reach. */
class CommandLimitsTest {

  private final ManualWorld time = new ManualWorld();
  private final CommandLimits limits = new CommandLimits(time.world().clocks());

  private static List<URI> host(String name) {
    return List.of(URI.create("https://" + name + "/token"));
  }

  private Duration take(Kind kind, List<URI> endpoints) {
    return limits.take("acme", kind, endpoints);
  }

  private int taken(Kind kind, int tries) {
    return (int)
        IntStream.range(0, tries).filter(n -> take(kind, host("idp.example.com")).isZero()).count();
  }

  private int reached(int first, int hosts) {
    return (int)
        IntStream.range(first, first + hosts)
            .filter(n -> take(Kind.STOP, host("h" + n + ".example.com")).isZero())
            .count();
  }

  @Test
  void sixtyRequestsAndSixHundredStopsAMinuteAreTaken() {
    assertThat(taken(Kind.REQUEST, 100)).isEqualTo(60);
    assertThat(take(Kind.REQUEST, List.of())).isEqualTo(Duration.ofMinutes(1));
    assertThat(taken(Kind.STOP, 1_000)).isEqualTo(600);
    assertThat(limits.take("globex", Kind.REQUEST, List.of())).isZero();

    time.pass(Duration.ofSeconds(59));
    assertThat(take(Kind.REQUEST, List.of())).isEqualTo(Duration.ofSeconds(1));
    time.pass(Duration.ofSeconds(1));
    assertThat(taken(Kind.REQUEST, 100)).isEqualTo(60);
  }

  @Test
  void twentyNewHostsAMinuteAreReachedByCommandsOfEitherKind() {
    IntStream.range(0, 10)
        .forEach(n -> assertThat(take(Kind.REQUEST, host("r" + n + ".example"))).isZero());

    assertThat(reached(0, 50)).isEqualTo(10);
    assertThat(take(Kind.REQUEST, host("another.example"))).isEqualTo(Duration.ofMinutes(1));
    assertThat(take(Kind.REQUEST, host("R3.example"))).isZero();

    time.pass(Duration.ofMinutes(1));
    assertThat(reached(100, 50)).isEqualTo(20);
  }

  @Test
  void aRefusalTakesNothing() {
    reached(0, 20);
    assertThat(IntStream.range(0, 500).filter(n -> take(Kind.REQUEST, host("x")).isZero()))
        .isEmpty();

    assertThat(taken(Kind.REQUEST, 1)).isZero();
    assertThat(
            IntStream.range(0, 100)
                .filter(n -> take(Kind.REQUEST, host("h1.example.com")).isZero()))
        .hasSize(60);
    time.pass(Duration.ofMinutes(1));
    assertThat(take(Kind.REQUEST, host("x"))).isZero();
  }

  @Test
  void portsCountAsHostsAndPathsDoNot() {
    assertThat(
            IntStream.range(0, 60)
                .mapToObj(n -> host("idp.example.com:" + (8000 + n)))
                .filter(port -> take(Kind.REQUEST, port).isZero()))
        .hasSize(20);
    assertThat(
            IntStream.range(0, 30)
                .mapToObj(n -> List.of(URI.create("https://idp.example.com:8000/" + n)))
                .filter(path -> take(Kind.REQUEST, path).isZero()))
        .hasSize(30);
  }

  @Test
  void bothHostsOfACommandNeedAPlace() {
    reached(0, 19);

    List<URI> two = List.of(URI.create("https://a.example/"), URI.create("https://b.example/"));
    assertThat(take(Kind.REQUEST, two)).isEqualTo(Duration.ofMinutes(1));
    assertThat(take(Kind.REQUEST, two.subList(0, 1))).isZero();
    time.pass(Duration.ofMinutes(1));
    assertThat(take(Kind.REQUEST, two)).isZero();
  }

  @Test
  void aHostIsNewAgainWhenNoCommandReachedItForADay() {
    reached(0, 20);
    time.pass(Duration.ofHours(23));
    assertThat(reached(0, 10)).isEqualTo(10);
    time.pass(Duration.ofHours(1));

    assertThat(reached(0, 20)).isEqualTo(20); // ten of them are known
    assertThat(reached(20, 50)).isEqualTo(10);
  }

  private void eachOfTenants(int tenants, List<URI> endpoints) {
    for (int n = 0; n < tenants; n++) {
      limits.take("tenant-" + n, Kind.REQUEST, endpoints);
    }
  }

  @Test
  void aTenantIsForgottenADayAfterItsLastHost() {
    eachOfTenants(10_000, host("idp.example.com"));
    assertThat(limits.size()).isEqualTo(20_000);

    time.pass(Duration.ofHours(23));
    limits.take("tenant-0", Kind.REQUEST, host("idp.example.com"));
    time.pass(Duration.ofHours(1));
    limits.sweep();

    assertThat(limits.size()).as("tenant-0 and its host").isEqualTo(2);
  }

  @Test
  void aTenantWhoseCommandsReachedNoHostIsForgottenAfterAMinute() {
    take(Kind.REQUEST, host("idp.example.com")); // the eldest is remembered for a day
    eachOfTenants(1_000, List.of());
    taken(Kind.STOP, 1);
    time.pass(Duration.ofSeconds(59));
    limits.sweep();
    assertThat(limits.size()).isEqualTo(1_002);

    time.pass(Duration.ofSeconds(1));
    limits.sweep();

    assertThat(limits.size()).isEqualTo(2);
    assertThat(reached(0, 50)).isEqualTo(20);
  }

  @Test
  void aSweepForgetsNothingThatCounts() {
    assertThat(taken(Kind.REQUEST, 60)).isEqualTo(60);
    assertThat(reached(0, 19)).isEqualTo(19);
    limits.sweep();

    assertThat(taken(Kind.REQUEST, 1)).isZero();
    assertThat(reached(19, 1)).isZero();
    time.pass(Duration.ofHours(23));
    limits.sweep();
    assertThat(reached(0, 39)).as("19 that are known, 20 others").isEqualTo(39);
  }

  @Test
  void aPurgedTenantIsForgotten() {
    eachOfTenants(3, host("idp.example.com"));

    limits.forget("tenant-1");
    limits.forget("tenant-1");

    assertThat(limits.size()).isEqualTo(4);
  }

  @Test
  void noMoreTenantsAndHostsThanABoundAreRemembered() {
    eachOfTenants(CommandLimits.MOST, host("idp.example.com"));
    assertThat(limits.size()).isEqualTo(CommandLimits.MOST);
    take(Kind.REQUEST, List.of());
    time.pass(Duration.ofHours(1));

    for (int n = 0; n < CommandLimits.MOST / 20; n++) {
      for (int host = 0; host < 20; host++) {
        limits.take("other-" + n, Kind.STOP, host("h" + host));
        assertThat(limits.size()).isLessThanOrEqualTo(CommandLimits.MOST);
      }
    }
    assertThat(reached(0, 50)).isEqualTo(20);
  }

  @Test
  void aThousandHostsAreRemembered() {
    ReachedHosts hosts = new ReachedHosts();
    for (int n = 0; n < 3_000; n++) {
      hosts.reach(Set.of(new Origin("https", "h" + n, 443)), n * 60_000_000_000L / 20);
    }

    assertThat(hosts.size()).isEqualTo(ReachedHosts.MOST);
  }
}
