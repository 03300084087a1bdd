package io.calloutauth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.jdbc.TestDatabase;
import org.junit.jupiter.api.Test;

/** The short form of the proof: two processes, one of which is killed in an exchange. */
class TwoNodesTest {

  private static final Terms TERMS = new Terms(8_000, 3_000, 200);

  @Test
  void asksOnceForBothAndGoesOnWhenOneIsKilled() throws Exception {
    TestDatabase.POSTGRESQL.emptyStore();
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.newPool(1);
        Cluster cluster =
            new Cluster(
                ClusterProviders.in(
                    pool.getJdbcUrl(), pool.getUsername(), new ClientCredentialsGrant(TERMS)),
                TERMS,
                new Cluster.Size(2, 8, 8, 40))) {
      Cluster.pass(300);
      cluster.changeAny();
      cluster.killExchanging();
      Cluster.pass(TERMS.recovery());

      Verdict verdict = cluster.verdict("Two nodes on PostgreSQL");
      assertThat(verdict.wrongs()).isEmpty();
      assertThat(verdict.duplicates() * 100).isLessThanOrEqualTo(cluster.history().issued().size());
      assertThat(verdict.killed()).isPositive();
      assertThat(cluster.history().calloutsByNode().values())
          .hasSize(2)
          .allMatch(made -> made > 50);
    }
  }
}
