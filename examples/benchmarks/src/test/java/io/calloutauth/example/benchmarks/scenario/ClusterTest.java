package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint.Issue;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClusterTest {

  @Test
  void countsWhatCameTooEarlyAfterTheOneBefore() {
    assertThat(Cluster.duplicates(issues(70, 0, 100, 130), 60)).isEqualTo(2);
    assertThat(Cluster.duplicates(issues(0, 60, 120), 60)).isZero();
  }

  @Test
  void nodesOnOneStoreShareTheirFirstTokens() {
    MemoryStore store = MemoryStore.create();
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      Setting setting = new Setting(endpoint.uri(), 5, 5, Duration.ofSeconds(15));
      try (Nodes nodes = new Nodes(3, () -> store, setting)) {
        for (CalloutAuthenticator node : nodes.callouts()) {
          setting.allNotifications().forEach(id -> node.authenticate(id, "POST", Setting.TARGET));
        }
      }
      assertThat(endpoint.issues()).extracting(Issue::clientId).hasSize(5).doesNotHaveDuplicates();
    }
  }

  @Test
  void isNotWithinABudgetWhenCalloutsFailedOrTokensWereNotRenewed() {
    assertThat(new Cluster.Seen(1_000, 0, 200, 2).isWithin(0.01, 100)).isTrue();
    assertThat(new Cluster.Seen(1_000, 0, 200, 3).isWithin(0.01, 100)).isFalse();
    assertThat(new Cluster.Seen(1_000, 1, 200, 0).isWithin(0.01, 100)).isFalse();
    assertThat(new Cluster.Seen(1_000, 0, 100, 0).isWithin(0.01, 100)).isFalse();
  }

  private static List<Issue> issues(long... nanos) {
    return LongStream.of(nanos).mapToObj(at -> new Issue("client", at)).toList();
  }
}
