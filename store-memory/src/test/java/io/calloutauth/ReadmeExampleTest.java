package io.calloutauth;

import static java.net.http.HttpClient.newHttpClient;
import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.StandInPolicy;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README's example, run against servers that stand in for the ones it names. */
class ReadmeExampleTest {

  private TokenServer server;
  private TargetServer target;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    target = TargetServer.refusingTheFirstToken();
  }

  @AfterEach
  void stop() {
    target.close();
    server.close();
  }

  @Test
  void theFirstLineBuildsWithoutSettings() {
    // tag::readme
    CalloutAuth auth = CalloutAuth.builder(MemoryStore.create()).build();
    // end::readme

    assertThat(auth.providers().list(10).items()).isEmpty();
    auth.close();
  }

  @Test
  void theRestRunsUpToTheRefusalToDeleteWhatIsInUse() {
    try (CalloutAuth auth =
        CalloutAuth.builder(MemoryStore.create())
            .endpointPolicy(new StandInPolicy("https://login.example.com", server.url("")))
            .build()) {
      assertThatThrownBy(() -> example(auth, "s3cret"))
          .isInstanceOf(ProviderInUseException.class)
          .hasMessageContaining("invoice-posted");
    }

    assertThat(target.tokens()).containsExactly("token-1", "token-2");
    assertThat(server.exchanges()).isEqualTo(2);
    assertThat(server.arrivedAt("/token").toList())
        .allMatch(request -> request.body().contains("scope=orders.write+orders.read"));
  }

  private void example(CalloutAuth auth, String secret) throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(target.uri("/orders")).POST(BodyPublishers.ofString("{}")).build();
    String receiver = target.uri("/").toString();
    // tag::readme

    ProviderSettings settings =
        ProviderSettings.clientCredentials()
            .name("CRM")
            .tokenEndpoint("https://login.example.com/token")
            .clientId("billing")
            .clientSecret(secret)
            .scope("orders.write, orders.read")
            .origin(receiver) // where the token may go, such as https://api.example.com
            .build();
    Provider crm = auth.providers().create(settings);
    auth.notifications().bind("invoice-posted", crm.id());

    HttpClient http = CalloutHttpClient.of(auth.callouts(), "invoice-posted", newHttpClient());
    http.send(post, ofString()); // authenticated; renewed and sent once more on a 401
    auth.providers().delete(crm.id()); // ProviderInUseException: invoice-posted
    // end::readme
  }
}
