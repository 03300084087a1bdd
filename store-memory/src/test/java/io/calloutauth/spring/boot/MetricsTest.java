package io.calloutauth.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutResponse;
import io.calloutauth.NoProviderBoundException;
import io.calloutauth.TokenErrorException;
import io.calloutauth.micrometer.MeteredAuthenticator;
import io.calloutauth.micrometer.NodeMetrics;
import io.calloutauth.micrometer.TokenMetrics;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** What is counted and timed where Micrometer has a registry. */
class MetricsTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final ApplicationContextRunner host =
      BootHost.inMemory()
          .withBean(MeterRegistry.class, () -> meters)
          .withPropertyValues("callout-auth.endpoints.allow-loopback-http=true");

  @Test
  void tokenRequestsAndCalloutsAreCounted() throws Exception {
    try (TokenServer server = new TokenServer()) {
      host.run(
          context -> {
            context.getBean(NodeMetrics.class).bindTo(meters);
            CalloutAuth auth = context.getBean(CalloutAuth.class);
            CalloutAuthenticator callouts = context.getBean(CalloutAuthenticator.class);
            Provider crm = auth.providers().create(settings(server));
            auth.notifications().bind("invoice-posted", crm.id());

            CalloutCredentials first = callouts.authenticate("invoice-posted", "POST", TARGET);
            CalloutCredentials second = callouts.afterResponse(first, unauthorized()).orElseThrow();
            assertThat(callouts.afterResponse(second, unauthorized())).isEmpty();
            assertThatThrownBy(() -> callouts.authenticate("unbound", "POST", TARGET))
                .isInstanceOf(NoProviderBoundException.class);

            assertThat(callouts("none").count()).isOne();
            assertThat(callouts("NoProviderBoundException").count()).isOne();
            assertThat(meters.get("callout.auth.callouts.replayed").counter().count()).isOne();
            assertThat(meters.get("callout.auth.callouts.refused").counter().count()).isOne();
            Eventually.holds(() -> requests("obtained") == 1 && requests("renewed") == 1);
            assertThat(meters.get("callout.auth.tokens.held").gauge().value()).isOne();
            assertThat(meters.get("callout.auth.store.up").gauge().value()).isOne();
            assertThat(meters.get("callout.auth.providers.failing").gauge().value()).isZero();
            assertThat(meters.get("callout.auth.history.waiting").gauge()).isNotNull();
          });
    }
  }

  /** As Spring Boot does, where beans are made when they are asked for: it binds a new registry. */
  @Test
  void beansThatAreMadeLateHaveNoCycle() {
    BootHost.inMemory()
        .withInitializer(
            context ->
                context.addBeanFactoryPostProcessor(
                    new LazyInitializationBeanFactoryPostProcessor()))
        .withUserConfiguration(BoundRegistry.class)
        .run(
            context -> {
              assertThat(context.getBean(CalloutAuth.class)).isNotNull();
              MeterRegistry bound = context.getBean(MeterRegistry.class);
              assertThat(bound.get("callout.auth.store.up").gauge().value()).isOne();
            });
  }

  /** Makes a registry to which every binder is bound. */
  static final class BoundRegistry {

    @Bean
    MeterRegistry registry(ObjectProvider<MeterBinder> binders) {
      MeterRegistry registry = new SimpleMeterRegistry();
      binders.forEach(binder -> binder.bindTo(registry));
      return registry;
    }
  }

  private static CalloutResponse unauthorized() {
    return CalloutResponse.of(401, name -> List.of(), ByteBuffer.allocate(0));
  }

  private Timer callouts(String error) {
    return meters.get("callout.auth.callouts").tag("error", error).timer();
  }

  private long requests(String outcome) {
    Timer timer = meters.find("callout.auth.token.requests").tag("outcome", outcome).timer();
    return timer == null ? 0 : timer.count();
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
  void aFailedTokenRequestIsCountedAndSoIsItsProvider() throws Exception {
    try (TokenServer server = new TokenServer()) {
      server.answerTokens(n -> TokenServer.Answer.error(400, "invalid_client"));
      host.run(
          context -> {
            context.getBean(NodeMetrics.class).bindTo(meters);
            CalloutAuth auth = context.getBean(CalloutAuth.class);
            auth.notifications()
                .bind("invoice-posted", auth.providers().create(settings(server)).id());

            CompletionStage<CalloutCredentials> asked =
                context
                    .getBean(CalloutAuthenticator.class)
                    .authenticateAsync("invoice-posted", "POST", TARGET);

            assertThatThrownBy(() -> asked.toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TokenErrorException.class);
            Eventually.holds(() -> requests("failed") == 1);
            Eventually.holds(() -> notSent("TokenErrorException") == 1);
            assertThat(meters.get("callout.auth.providers.failing").gauge().value()).isOne();
          });
    }
  }

  private long notSent(String error) {
    Timer timer = meters.find("callout.auth.callouts").tag("error", error).timer();
    return timer == null ? 0 : timer.count();
  }

  @Test
  void anAuthenticatorIsCountedOnce() {
    CalloutAuthenticator metered =
        MeteredAuthenticator.of(CalloutAuthenticator.fixed("token-1"), meters);

    assertThat(MeteredAuthenticator.of(metered, meters)).isSameAs(metered);
  }

  @Test
  void withoutARegistryOrMicrometerNothingIsMetered() {
    List.of(
            BootHost.inMemory(),
            BootHost.inMemory().withClassLoader(new FilteredClassLoader("io.micrometer.core")))
        .forEach(
            bare ->
                bare.run(
                    context ->
                        assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(CalloutAuth.class)
                            .doesNotHaveBean(TokenMetrics.class)
                            .doesNotHaveBean(NodeMetrics.class)));
  }
}
