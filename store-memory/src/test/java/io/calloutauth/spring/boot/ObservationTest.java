package io.calloutauth.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthListener.TokenRequestObserver;
import io.calloutauth.micrometer.TokenRequestObservations;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.TokenServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** What is observed where Micrometer has a registry of observations. */
class ObservationTest {

  /** As Spring Boot does, where beans are made when they are asked for: there is no cycle. */
  private final ApplicationContextRunner host =
      BootHost.inMemory()
          .withInitializer(
              context ->
                  context.addBeanFactoryPostProcessor(
                      new LazyInitializationBeanFactoryPostProcessor()))
          .withUserConfiguration(MetricsTest.BoundRegistry.class, ObservedRegistry.class)
          .withPropertyValues("callout-auth.endpoints.allow-loopback-http=true");

  /** Makes a registry whose observations are timed. */
  static final class ObservedRegistry {

    @Bean
    ObservationRegistry observations(MeterRegistry meters) {
      ObservationRegistry registry = ObservationRegistry.create();
      registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
      return registry;
    }
  }

  @Test
  void aTokenRequestIsObserved() throws Exception {
    try (TokenServer server = new TokenServer()) {
      host.run(
          context -> {
            context.getBean(CalloutAuth.class).providers().check(settings(server));

            assertThat(
                    context
                        .getBean(MeterRegistry.class)
                        .get("callout.auth.token.request")
                        .tags("grant_type", "client_credentials", "outcome", "issued")
                        .timer()
                        .count())
                .isOne();
          });
    }
  }

  private static ProviderSettings settings(TokenServer server) {
    return ProviderSettings.clientCredentials()
        .name("CRM")
        .tokenEndpoint(server.url("/token"))
        .clientId("billing")
        .clientSecret("s3cret")
        .origin("https://api.example.com")
        .build();
  }

  @Test
  void anObserverOfTheHostsOwnComesFirst() {
    host.withBean(TokenRequestObserver.class, () -> TokenRequestObserver.NONE)
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(TokenRequestObserver.class)
                    .doesNotHaveBean(TokenRequestObservations.class));
  }

  @Test
  void withoutARegistryNothingIsObserved() {
    BootHost.inMemory()
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(CalloutAuth.class)
                    .doesNotHaveBean(TokenRequestObserver.class));
  }
}
