package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.SimulatedFaults.Fault;
import io.calloutauth.testkit.RotatingServer;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A simulation of an authorization on three nodes and on eight: outages of the store, nodes that
 * die at any moment of a refresh, responses that get lost and failovers that lose a write, at a
 * server that ends an authorization whose refresh token comes twice. One is lost only where the
 * server used a refresh token up and nobody has its successor; it is told as in doubt, or, where a
 * failover forgot that anything was sent, as refused. The build has some hours of many faults;
 * {@code -Dcallout.auth.simulation.hours=8760 -Dcallout.auth.simulation.one-in=10000} is a year of
 * few.
 */
class RefreshSimulationTest {

  private static final int HOURS = Integer.getInteger("callout.auth.simulation.hours", 6);
  private static final int ONE_IN = Integer.getInteger("callout.auth.simulation.one-in", 40);
  private static final long SEED = Long.getLong("callout.auth.simulation.seed", 1);
  private static final int MONTH_HOURS = 730;
  private static final int MEAN_GAP_SECONDS = 30;
  private static final double BETWEEN_OUTAGES_SECONDS = 5.5 * 3600;
  private static final double OUTAGE_SECONDS = 400;
  private static final int ACCESS_TOKEN_SECONDS = 300;

  private final Map<Fault, Integer> lost = new EnumMap<>(Fault.class);
  private int toldInDoubt;
  private int toldRefused;
  private Duration lifeDestroyed = Duration.ZERO;
  private Instant tokenEnds = Instant.MIN;
  private Instant outage = Instant.MIN;
  private int outages;
  private TokenServer server;
  private RotatingServer rotating;
  private SimulatedFaults faults;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    server.keepNothing();
    rotating = new RotatingServer(server);
    rotating.accessTokensLive(ACCESS_TOKEN_SECONDS);
    faults = new SimulatedFaults(SEED, 1.0 / ONE_IN, rotating::rotations);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void step(SimulatedNodes nodes) {
    changeStore(nodes);
    int before = rotating.rotations();
    Throwable refusal = nodes.call();
    boolean refreshed = rotating.rotations() > before;
    if (refreshed && isKnown(faults.open())) {
      tokenEnds = nodes.now().plusSeconds(ACCESS_TOKEN_SECONDS);
    }
    if (refusal instanceof AuthorizationNeededException needed && nodes.isOver()) {
      judge(needed, nodes.now());
      nodes.authorizeAnew();
    } else if (refreshed && faults.happens()) {
      nodes.failOver(); // by the time of the next request
    }
    nodes.pass(Duration.ofMillis(1 + faults.among(2_000 * MEAN_GAP_SECONDS)));
  }

  private static boolean isKnown(Fault fault) {
    return !fault.isUnavoidable() || fault == Fault.FAILOVER_LOSES_WRITE;
  }

  private void judge(AuthorizationNeededException needed, Instant now) {
    Fault why = faults.open();
    lost.merge(why, 1, Integer::sum);
    assertThat(why.isUnavoidable()).as("nothing had to lose it: %s", why).isTrue();
    assertThat(needed.inDoubt() || why == Fault.FAILOVER_LOSES_WRITE).as("%s", why).isTrue();
    toldInDoubt += needed.inDoubt() ? 1 : 0;
    toldRefused += needed.inDoubt() ? 0 : 1;
    lifeDestroyed =
        lifeDestroyed.plus(Duration.between(now, now.isAfter(tokenEnds) ? now : tokenEnds));
    faults.forget();
  }

  /** Outages begin and end at any time; of ten, one begins between a response and its write. */
  private void changeStore(SimulatedNodes nodes) {
    if (nodes.now().isBefore(outage)) {
      return;
    }
    if (nodes.isStoreDown()) {
      nodes.cutOff(false);
      outage = nodes.now().plusSeconds(faults.seconds(BETWEEN_OUTAGES_SECONDS));
      return;
    }
    outages++;
    outage = nodes.now().plusSeconds(faults.seconds(OUTAGE_SECONDS));
    if (faults.among(10) == 0) {
      nodes.storeGoesInTheNextRequest();
      outage = outage.plusSeconds(ACCESS_TOKEN_SECONDS);
    } else {
      nodes.cutOff(true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8})
  void losesNoAuthorizationButByWhatNobodyCouldWrite(int count) {
    try (SimulatedNodes nodes = new SimulatedNodes(count, server, rotating, faults)) {
      outage = nodes.now().plusSeconds(faults.seconds(BETWEEN_OUTAGES_SECONDS));
      Instant start = nodes.now();
      for (int done = 0; done < HOURS; done += MONTH_HOURS) {
        int hours = Math.min(HOURS, done + MONTH_HOURS);
        while (nodes.now().isBefore(start.plus(Duration.ofHours(hours)))) {
          step(nodes);
        }
        System.out.printf("%d nodes, %d hours, seed %d: %s%n", count, hours, SEED, figures());
      }
    }
    assertThat(rotating.rotations()).isGreaterThan(HOURS * 8);
    assertThat(rotating.reuses()).isLessThanOrEqualTo(toldInDoubt + toldRefused);
  }

  private String figures() {
    String happened =
        Arrays.stream(Fault.values())
            .filter(fault -> fault != Fault.NONE)
            .map(fault -> fault + " " + faults.happened(fault))
            .collect(Collectors.joining(", "));
    return ("%,d refreshes, %,d outages of the store; in a refresh: %s; lost %s,"
            + " told in doubt %d, told refused %d; %d s of token life destroyed")
        .formatted(
            rotating.rotations(),
            outages,
            happened,
            lost,
            toldInDoubt,
            toldRefused,
            lifeDestroyed.toSeconds());
  }
}
