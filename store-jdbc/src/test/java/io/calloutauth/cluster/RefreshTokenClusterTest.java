package io.calloutauth.cluster;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@link RefreshProof} at a server of our own, which counts. {@code
 * -Dcallout.auth.cluster.seconds=150} makes it shorter: it takes three fifths of that, and half a
 * minute to come to rest.
 */
@Tag("cluster")
class RefreshTokenClusterTest {

  private static final RefreshProof PROOF =
      new RefreshProof(
          50, 16, Math.max(95, Integer.getInteger("callout.auth.cluster.seconds", 300) * 3 / 5));

  @Test
  void losesNoAuthorizationSilentlyOnPostgresql() throws Exception {
    try (SharedDatabase database = SharedDatabase.postgresql()) {
      proves("4 nodes with refresh tokens on PostgreSQL", database);
    }
  }

  @Test
  void losesNoAuthorizationSilentlyOnMariaDb() throws Exception {
    try (SharedDatabase database = SharedDatabase.mariadb()) {
      proves("4 nodes with refresh tokens on MariaDB", database);
    }
  }

  private static void proves(String title, SharedDatabase database) throws Exception {
    PROOF.prove(title, database, new CountingAuthorizations(RefreshProof.TERMS));
  }
}
