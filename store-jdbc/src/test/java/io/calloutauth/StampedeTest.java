package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.TokenServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nodes without a token are asked for all their providers at once, by more callers than the one
 * token endpoint serves in time: a token request that starts without time left ends after its lease
 * and is made again. {@code -Dcallout.auth.stampede.providers=4000} makes it larger.
 */
@Tag("cluster")
@NullMarked
class StampedeTest {

  private static final int PROVIDERS = Integer.getInteger("callout.auth.stampede.providers", 1_000);

  private static final int NODES = 4;
  private static final int CALLERS = 100;

  @Test
  void getsHardlyATokenTwice() throws Exception {
    TestDatabase database = TestDatabase.POSTGRESQL;
    database.emptyStore();
    SealingKeys keys = SealingKeys.ephemeral();
    List<LiveNode> nodes = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(NODES * CALLERS);
    try (TokenServer server = new TokenServer()) {
      server.answerTokens(StampedeTest::slowly);
      for (int i = 0; i < NODES; i++) {
        nodes.add(new LiveNode(List.of(database.newPool(10)), keys, server));
      }
      for (int i = 0; i < PROVIDERS; i++) {
        nodes.get(0).auth.notifications().bind("n" + i, nodes.get(0).provider("client-" + i));
      }
      for (int i = 0; i < PROVIDERS; i++) {
        String notification = "n" + i;
        nodes.forEach(node -> threads.execute(() -> node.token(notification)));
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(5, TimeUnit.MINUTES)).isTrue();

      long twice =
          server.exchanges()
              - server.arrivedAt("/token").map(each -> each.authorization()).distinct().count();
      System.out.printf(
          "Stampede: of %d tokens, %d were issued twice%n", server.exchanges(), twice);
      assertThat(twice * 100).isLessThanOrEqualTo(server.exchanges());
    } finally {
      threads.shutdownNow();
      nodes.forEach(LiveNode::close);
    }
  }

  private static TokenServer.Answer slowly(int number) {
    LiveNode.rest();
    LiveNode.rest();
    return TokenServer.Answer.token("token-" + number, 3_600);
  }
}
