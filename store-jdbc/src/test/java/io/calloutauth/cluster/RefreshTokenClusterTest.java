package io.calloutauth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The proof for what owns a refresh token: four processes on one database, which are killed,
 * stopped and cut off while they use the refresh tokens of a server that ends an authorization when
 * a used one comes again. None is lost but those whose node died between the server's rotation and
 * the write, and these are told. {@code -Dcallout.auth.cluster.seconds=150} makes it shorter: it
 * takes three fifths of that, and half a minute to come to rest.
 */
@Tag("cluster")
class RefreshTokenClusterTest {

  private static final Terms TERMS = new Terms(40_000, 15_000, 350);
  private static final Cluster.Size SIZE = new Cluster.Size(4, 50, 16, 160);

  /** Longer than the lease, which is 60 seconds more than a token request may take. */
  private static final int STOPPED = 80;

  private static final int DOWN = 12;

  private static final long LENGTH =
      Math.max(95, Integer.getInteger("callout.auth.cluster.seconds", 300) * 3 / 5) * 1_000L;

  @Test
  void losesNoAuthorizationSilentlyOnPostgresql() throws Exception {
    try (SharedDatabase database = SharedDatabase.postgresql()) {
      proves(
          "4 nodes with refresh tokens on PostgreSQL", database, new CountingAuthorizations(TERMS));
    }
  }

  @Test
  void losesNoAuthorizationSilentlyOnMariaDb() throws Exception {
    try (SharedDatabase database = SharedDatabase.mariadb()) {
      proves("4 nodes with refresh tokens on MariaDB", database, new CountingAuthorizations(TERMS));
    }
  }

  private static void proves(
      String title, SharedDatabase database, RotatingAuthorizations authorizations)
      throws Exception {
    RefreshTokenGrant grant = new RefreshTokenGrant(authorizations);
    ClusterProviders providers = ClusterProviders.in(database.url(), database.user(), grant);
    try (Cluster cluster = new Cluster(providers, TERMS, SIZE);
        AuthorizationWatch watch =
            new AuthorizationWatch(providers, cluster.ids(), grant, TERMS).start()) {
      boolean edits = authorizations.takesAnyScope();
      disturb(cluster, database, edits);
      cluster.rest();
      cluster.end(title); // what a node tries after the last look would be seen by nobody
      watch.stop();
      List<Integer> lost = new ArrayList<>();
      List<Integer> silent = new ArrayList<>();
      for (int provider = 0; provider < SIZE.providers(); provider++) {
        if (watch.look(provider).isPresent()) {
          lost.add(provider);
        } else if (!watch.isRefreshed(provider)) {
          silent.add(provider);
        }
      }
      RefreshVerdict verdict =
          new RefreshVerdict(cluster.history(), TERMS, grant.uses(), watch.told());
      System.out.println(RefreshReport.of(title, cluster.history(), verdict, watch.given()));

      assertThat(verdict.wrongs()).isEmpty();
      assertThat(cluster.history().done(false) > 0).as("edits").isEqualTo(edits);
      assertThat(silent).as("providers that lost their authorization silently").isEmpty();
      assertHappened(cluster.history(), verdict);
      assertThat(watch.given()).as("authorizations given anew").isPositive();
      lost.forEach(watch::authorize);
      assertThat(lost).as("providers that work again").allMatch(watch::isRefreshed);
    }
  }

  /** A bound that nothing tried holds for nothing. */
  private static void assertHappened(History history, RefreshVerdict verdict) {
    assertThat(history.kills()).isNotEmpty();
    assertThat(history.stops()).isNotEmpty();
    assertThat(history.outages()).hasSize(1);
    assertThat(verdict.met()).as("rotations that a kill or a stop met").isPositive();
    assertThat(verdict.doubted()).as("authorizations that are told as in doubt").isPositive();
    assertThat(verdict.ended()).as("authorizations that were tried in doubt").isPositive();
    assertThat(verdict.rotations()).isGreaterThan(SIZE.providers() * 2L);
    assertThat(history.calloutsByNode().values())
        .hasSize(SIZE.nodes())
        .allMatch(made -> made > 100);
  }

  private static void disturb(Cluster cluster, SharedDatabase database, boolean edits)
      throws Exception {
    long end = System.currentTimeMillis() + LENGTH;
    cluster.killExchanging(); // there is time for what it leaves in doubt to be tried
    cluster.stopExchanging(STOPPED);
    long half = end - LENGTH / 2;
    boolean up = true;
    while (System.currentTimeMillis() < end) {
      Cluster.pass(ThreadLocalRandom.current().nextLong(3_000, 7_000));
      if (edits) {
        cluster.editAny();
      }
      if (up && System.currentTimeMillis() > half) {
        up = false;
        cluster.cutOff(database, DOWN);
      } else if (ThreadLocalRandom.current().nextBoolean()) {
        cluster.killExchanging();
      } else {
        cluster.killAny();
      }
    }
  }
}
