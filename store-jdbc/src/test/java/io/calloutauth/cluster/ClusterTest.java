package io.calloutauth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The proof: four processes with clocks of their own on one database, which are killed, stopped and
 * cut off while they ask. {@code -Dcallout.auth.cluster.seconds=60} makes it shorter.
 */
@Tag("cluster")
class ClusterTest {

  private static final Terms TERMS = new Terms(60_000, 15_000, 350);
  private static final Cluster.Size SIZE = new Cluster.Size(4, 200, 8, 80);
  private static final long LENGTH =
      Integer.getInteger("callout.auth.cluster.seconds", 300) * 1_000L;
  private static final int STOPPED = 23;
  private static final int DOWN = 20;

  @Test
  void holdsTheBoundsOnPostgresql() throws Exception {
    try (SharedDatabase database = SharedDatabase.postgresql()) {
      proves("4 nodes on PostgreSQL", database);
    }
  }

  @Test
  void holdsTheBoundsOnMariaDb() throws Exception {
    try (SharedDatabase database = SharedDatabase.mariadb()) {
      proves("4 nodes on MariaDB", database);
    }
  }

  private static void proves(String title, SharedDatabase database) throws Exception {
    ClusterGrant grant = new ClientCredentialsGrant(TERMS);
    ClusterProviders providers = ClusterProviders.in(database.url(), database.user(), grant);
    try (Cluster cluster = new Cluster(providers, TERMS, SIZE)) {
      long end = System.currentTimeMillis() + LENGTH;
      disturb(cluster, database, end);
      Cluster.pass(end - System.currentTimeMillis());

      Verdict verdict = cluster.verdict(title);
      assertThat(verdict.wrongs()).isEmpty();
      assertThat(verdict.duplicates() * 100).isLessThanOrEqualTo(cluster.history().issued().size());
      assertHappened(cluster.history(), verdict);
    }
  }

  /** A bound that nothing tried holds for nothing. */
  private static void assertHappened(History history, Verdict verdict) {
    assertThat(history.kills()).isNotEmpty();
    assertThat(verdict.killed()).as("exchanges that a kill met").isPositive();
    assertThat(history.stops()).isNotEmpty();
    assertThat(verdict.stopped()).as("exchanges that a stop met").isPositive();
    assertThat(verdict.tooLate()).as("exchanges of a stopped node taken over").isPositive();
    assertThat(verdict.slowestRecovery()).as("how long a callout was held up").isPositive();
    assertThat(history.outages()).hasSize(1);
    assertThat(history.done(true)).as("revocations").isPositive();
    assertThat(history.done(false)).as("edits").isPositive();
    assertThat(history.undone()).isLessThan(history.done(true) + history.done(false));
    assertThat(history.calloutsByNode().values())
        .hasSize(SIZE.nodes())
        .allMatch(made -> made > SIZE.callouts(LENGTH) / 10);
  }

  private static void disturb(Cluster cluster, SharedDatabase database, long end)
      throws IOException, InterruptedException {
    long last = end - Math.max(TERMS.recovery(), STOPPED * 1_000L);
    long half = end - LENGTH / 2;
    boolean up = true;
    for (int turn = 0; System.currentTimeMillis() < last; turn++) {
      Cluster.pass(ThreadLocalRandom.current().nextLong(3_000, 7_000));
      cluster.changeAny();
      cluster.changeAny();
      if (up && System.currentTimeMillis() > half) {
        up = false;
        cluster.cutOff(database, DOWN);
      } else if (turn % 4 == 1) {
        cluster.stopExchanging(STOPPED);
      } else if (turn % 4 == 2) {
        cluster.killExchanging();
      } else {
        cluster.killAny();
      }
    }
  }
}
