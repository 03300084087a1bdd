package io.calloutauth.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.spring.CalloutRequestInterceptor;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.TargetServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.web.client.RestClient;

/** RestClients whose requests are callouts. */
class CalloutRestClientsTest {

  private static final CalloutAuthenticator CALLOUTS = CalloutAuthenticator.fixed("token-1");

  @Test
  void itsClientsAuthenticateAndFollowNoRedirects() throws Exception {
    try (TargetServer target = redirecting()) {
      BootHost.inMemory()
          .run(
              context -> {
                RestClient client =
                    context
                        .getBean(CalloutRestClients.class)
                        .builder(CALLOUTS, "invoice-posted")
                        .build();

                int status =
                    client
                        .get()
                        .uri(target.uri("/a"))
                        .exchange((q, r) -> r.getStatusCode().value());

                assertThat(status).isEqualTo(302);
              });
      assertThat(target.tokens()).containsExactly("token-1");
    }
  }

  private static TargetServer redirecting() throws Exception {
    return new TargetServer(request -> new Answer(302, "", Map.of("Location", "/elsewhere")));
  }

  @Test
  void oneClientServesManyNotifications() throws Exception {
    try (TargetServer target = redirecting()) {
      BootHost.inMemory()
          .run(
              context -> {
                RestClient client =
                    context.getBean(CalloutRestClients.class).builder(CALLOUTS).build();

                client
                    .get()
                    .uri(target.uri("/a"))
                    .attribute(CalloutRequestInterceptor.NOTIFICATION, "invoice-posted")
                    .retrieve()
                    .toBodilessEntity();
                assertThatThrownBy(
                        () -> client.get().uri(target.uri("/a")).retrieve().toBodilessEntity())
                    .hasRootCauseInstanceOf(CalloutRefusedException.class)
                    .cause()
                    .isInstanceOf(CalloutNotSentException.class);
              });
      assertThat(target.tokens()).containsExactly("token-1");
    }
  }

  @Test
  void itsBuildersAreTheApplications() throws Exception {
    try (TargetServer target = redirecting()) {
      BootHost.inMemory()
          .withBean(
              "builder",
              RestClient.Builder.class,
              () -> RestClient.builder().baseUrl(target.uri("/base").toString()),
              definition -> definition.setScope("prototype"))
          .run(
              context ->
                  context
                      .getBean(CalloutRestClients.class)
                      .builder(CALLOUTS, "invoice-posted")
                      .build()
                      .get()
                      .retrieve()
                      .toBodilessEntity());
      assertThat(target.arrived)
          .extracting(arrived -> arrived.uri().getPath())
          .containsExactly("/base");
    }
  }

  @Test
  void theApplicationsOnlyBuilderStaysAsItIs() throws Exception {
    RestClient.Builder own = RestClient.builder();
    try (TargetServer target = new TargetServer(request -> new Answer(200, "", Map.of()))) {
      BootHost.inMemory()
          .withBean(RestClient.Builder.class, () -> own)
          .run(
              context -> {
                CalloutRestClients clients = context.getBean(CalloutRestClients.class);
                RestClient first = clients.builder(CALLOUTS, "invoice-posted").build();
                RestClient second =
                    clients.builder(CalloutAuthenticator.fixed("token-2"), "order-placed").build();

                for (RestClient client : List.of(first, second, own.build())) {
                  client.get().uri(target.uri("/a")).retrieve().toBodilessEntity();
                }
              });
      assertThat(target.arrived).hasSize(3);
      assertThat(target.tokens()).containsExactly("token-1", "token-2", "");
    }
  }

  @Test
  void severalBuildersAreTheApplicationsToChooseFrom() {
    BootHost.inMemory()
        .withBean("one", RestClient.Builder.class, RestClient::builder)
        .withBean("two", RestClient.Builder.class, RestClient::builder)
        .run(
            context -> {
              CalloutRestClients clients = context.getBean(CalloutRestClients.class);
              assertThatThrownBy(() -> clients.builder(CALLOUTS))
                  .isInstanceOf(NoUniqueBeanDefinitionException.class);
            });
  }

  @Test
  void withoutSpringsClientThereIsNone() {
    BootHost.inMemory()
        .withClassLoader(new FilteredClassLoader(RestClient.class))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(CalloutAuthenticator.class)
                    .doesNotHaveBean(CalloutRestClients.class));
  }
}
