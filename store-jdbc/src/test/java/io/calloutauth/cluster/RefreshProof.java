package io.calloutauth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The proof for what owns a refresh token: four processes on one database, which are killed,
 * stopped and cut off while they use the refresh tokens of a server that ends an authorization when
 * a used one comes again. None is lost but those whose node died between the server's rotation and
 * the write, and these are told. Immutable.
 *
 * @param providers how many providers there are, each with an authorization of its own
 * @param threads how many threads of a node make callouts
 * @param seconds how long the nodes are disturbed, 95 at least; it takes half a minute more
 */
public record RefreshProof(int providers, int threads, int seconds) {

  /** How many seconds an access token of the server must live. */
  public static final int LIFETIME = 40;

  static final Terms TERMS = new Terms(LIFETIME * 1_000L, 15_000, 350);

  private static final int NODES = 4;
  private static final int REST_MILLIS = 160;

  /** Longer than the lease, which is 60 seconds more than a token request may take. */
  private static final int STOPPED = 80;

  private static final int DOWN = 12;

  /**
   * Disturbs the nodes, judges what they did, and prints the figures. Blocks until it is over.
   *
   * @param title what it is called in its report
   * @param database what the nodes share
   * @param authorizations the server
   */
  public void prove(String title, SharedDatabase database, RotatingAuthorizations authorizations)
      throws Exception {
    RefreshTokenGrant grant = new RefreshTokenGrant(authorizations);
    ClusterProviders made = ClusterProviders.in(database.url(), database.user(), grant);
    Cluster.Size size = new Cluster.Size(NODES, providers, threads, REST_MILLIS);
    try (Cluster cluster = new Cluster(made, TERMS, size);
        AuthorizationWatch watch =
            new AuthorizationWatch(made, cluster.ids(), grant, TERMS).start()) {
      boolean edits = authorizations.takesAnyScope();
      disturb(cluster, database, edits);
      cluster.rest();
      cluster.end(title); // what a node tries after the last look would be seen by nobody
      watch.stop();
      List<Integer> lost = new ArrayList<>();
      List<Integer> silent = new ArrayList<>();
      for (int provider = 0; provider < providers; provider++) {
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
  private void assertHappened(History history, RefreshVerdict verdict) {
    assertThat(history.kills()).isNotEmpty();
    assertThat(history.stops()).isNotEmpty();
    assertThat(history.outages()).hasSize(1);
    assertThat(verdict.met()).as("rotations that a kill or a stop met").isPositive();
    assertThat(verdict.doubted()).as("authorizations that are told as in doubt").isPositive();
    assertThat(verdict.ended()).as("authorizations that were tried in doubt").isPositive();
    assertThat(verdict.rotations()).isGreaterThan(providers * 2L);
    assertThat(history.calloutsByNode().values())
        .hasSize(NODES)
        .allMatch(callouts -> callouts > threads * 4L);
  }

  private void disturb(Cluster cluster, SharedDatabase database, boolean edits) throws Exception {
    long length = seconds * 1_000L;
    long end = System.currentTimeMillis() + length;
    cluster.killExchanging(); // there is time for what it leaves in doubt to be tried
    cluster.stopExchanging(STOPPED);
    long half = end - length / 2;
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
