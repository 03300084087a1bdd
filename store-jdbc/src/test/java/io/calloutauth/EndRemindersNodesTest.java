package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Client secrets that end, which nodes on one database tell of once for all of them. */
@NullMarked
class EndRemindersNodesTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int NODES = 3;
  private static final int PROVIDERS = 20;

  private final ManualWorld time = new ManualWorld();
  private final SealingKeys keys = SealingKeys.ephemeral();
  private final List<CalloutAuthEvent> events = new CopyOnWriteArrayList<>();

  private CalloutAuth node(HikariDataSource pool) {
    return CalloutAuth.builder(JdbcStore.create(pool))
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().build())
        .listener(events::add)
        .world(time.world())
        .build();
  }

  private void look() {
    time.pass(HOUR);
    Eventually.holds(
        () -> {
          time.pass(PAUSE);
          return time.tasksAfter(HOUR) == NODES && time.tasksAfter(PAUSE) == 0;
        });
  }

  private List<CalloutAuthEvent> told() {
    return events.stream().filter(event -> event.type() == EventType.SECRET_ENDS).toList();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void eachEndIsToldByOneNodeAlsoAfterARestart(TestDatabase database) throws Exception {
    database.emptyStore();
    try (HikariDataSource pool = database.newPool(10)) {
      List<CalloutAuth> nodes = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        nodes.add(node(pool));
      }
      for (int i = 0; i < PROVIDERS; i++) {
        nodes
            .get(0)
            .providers()
            .create(
                ProviderSettings.clientCredentials()
                    .name("Provider " + i)
                    .tokenEndpoint("https://login.example.com/token")
                    .clientId("billing")
                    .clientSecret("s3cret")
                    .clientSecretExpiresAt(time.instant().plus(Duration.ofDays(5)).toString())
                    .anyOrigin()
                    .build());
      }
      look();
      Eventually.holds(() -> told().size() >= PROVIDERS);
      nodes.set(0, restarted(nodes.get(0), pool));
      look();

      assertThat(told())
          .hasSize(PROVIDERS)
          .extracting(event -> event.providerId())
          .doesNotHaveDuplicates();
      assertThat(nodes)
          .extracting(node -> node.health().credentialsEnding())
          .containsOnly(PROVIDERS);
      nodes.forEach(CalloutAuth::close);
    }
  }

  private CalloutAuth restarted(CalloutAuth node, HikariDataSource pool) {
    node.close();
    return node(pool);
  }
}
