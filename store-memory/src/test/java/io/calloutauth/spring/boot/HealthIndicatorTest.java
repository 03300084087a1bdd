package io.calloutauth.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.CalloutAuth;
import io.calloutauth.Node;
import io.calloutauth.TokenErrorException;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.SwitchedStore;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The health indicator of each generation of Spring Boot, and none where there is no actuator. */
class HealthIndicatorTest {

  private static final Class<?> BOOT_4 = HealthIndicator.class;
  private static final Class<?> BOOT_3 =
      org.springframework.boot.actuate.health.HealthIndicator.class;

  private final SwitchedStore store = new SwitchedStore(MemoryStore.create());
  private final ApplicationContextRunner host =
      BootHost.withoutStore()
          .withBean(Store.class, () -> store)
          .withPropertyValues("callout-auth.keys.value=" + KeySets.text("2026-11"));

  @Test
  void boot4HasItsOwn() {
    host.withClassLoader(new FilteredClassLoader(BOOT_3))
        .run(
            context -> {
              HealthIndicator health =
                  context.getBean("calloutAuthHealthIndicator", HealthIndicator.class);
              assertThat(look(health).getStatus()).isEqualTo(Status.UP);
              assertThat(look(health).getDetails())
                  .containsEntry("store", "ANSWERS")
                  .containsEntry("failingProviders", 0)
                  .containsEntry("authorizationsNeeded", 0)
                  .containsEntry("historyDropped", 0L)
                  .containsEntry("historyWaiting", 0)
                  .containsEntry("eventsDropped", 0L);
            });
  }

  private static Health look(HealthIndicator indicator) {
    return Objects.requireNonNull(indicator.health());
  }

  @Test
  void boot35HasTheActuators() {
    host.withClassLoader(new FilteredClassLoader(BOOT_4))
        .run(
            context -> {
              var health =
                  (org.springframework.boot.actuate.health.HealthIndicator)
                      context.getBean("calloutAuthHealthIndicator");
              assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
              assertThat(health.health().getDetails()).containsEntry("store", "ANSWERS");
            });
  }

  @Test
  void onlyAStoreThatDoesNotAnswerMakesItDown() throws Exception {
    try (TokenServer server = new TokenServer();
        Node node = Node.over(store, new ManualWorld(), server)) {
      server.answerTokens(n -> Answer.error(400, "invalid_client"));
      host.withClassLoader(new FilteredClassLoader(BOOT_3))
          .withBean(CalloutAuth.class, () -> node.auth)
          .run(
              context -> {
                HealthIndicator health = context.getBean(HealthIndicator.class);
                node.bound("invoice-posted");
                assertThatThrownBy(() -> node.token("invoice-posted"))
                    .isInstanceOf(TokenErrorException.class);
                assertThat(look(health).getStatus()).isEqualTo(Status.UP);
                assertThat(look(health).getDetails()).containsEntry("failingProviders", 1);

                store.down(true);
                node.pass(Duration.ofSeconds(5));

                Eventually.holds(() -> look(health).getStatus().equals(Status.DOWN));
                assertThat(look(health).getDetails()).containsEntry("store", "FAILED");
              });
    }
  }

  @Test
  void aPropertyTurnsItOff() {
    for (Class<?> absent : new Class<?>[] {BOOT_3, BOOT_4}) {
      host.withClassLoader(new FilteredClassLoader(absent))
          .withPropertyValues("management.health.callout-auth.enabled=false")
          .run(context -> assertThat(context).doesNotHaveBean("calloutAuthHealthIndicator"));
      host.withClassLoader(new FilteredClassLoader(absent))
          .withPropertyValues("management.health.defaults.enabled=false")
          .run(context -> assertThat(context).doesNotHaveBean("calloutAuthHealthIndicator"));
    }
  }

  @Test
  void withoutAnActuatorThereIsNone() {
    host.withClassLoader(new FilteredClassLoader(BOOT_3, BOOT_4))
        .run(
            context ->
                assertThat(context).hasNotFailed().doesNotHaveBean("calloutAuthHealthIndicator"));
  }

  @Test
  void theHostsOwnStays() {
    HealthIndicator own = () -> Health.up().build();
    host.withClassLoader(new FilteredClassLoader(BOOT_3))
        .withBean("calloutAuthHealthIndicator", HealthIndicator.class, () -> own)
        .run(context -> assertThat(context.getBean("calloutAuthHealthIndicator")).isSameAs(own));
  }
}
