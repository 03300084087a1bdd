package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.client.NimbusTokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.TokenServer;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator who uses checks to look for what is in the network. */
class ScanTest {

  private final Set<String> tried = ConcurrentHashMap.newKeySet();
  private TokenServer server;
  private Node node;

  @BeforeEach
  void start() throws Exception {
    PublicEndpoints policy =
        PublicEndpoints.builder()
            .nameResolver(
                host -> {
                  tried.add(host);
                  throw new UnknownHostException(host);
                })
            .build();
    server = new TokenServer();
    node =
        Node.start(
            server,
            builder ->
                builder.endpointPolicy(policy).client(NimbusTokenClient.builder(policy).build()));
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  private TestReport check(String tenant, String host) {
    return node.tenants
        .tenant(tenant)
        .providers()
        .check(
            ProviderSettings.clientCredentials()
                .name("CRM")
                .tokenEndpoint("https://" + host + "/token")
                .clientId("billing")
                .clientSecret("s3cret")
                .anyOrigin()
                .build());
  }

  @Test
  void reachesTwentyHostsAMinuteOfFifty() {
    for (int i = 0; i < 20; i++) {
      assertThat(check("acme", "host-" + i + ".example.com").passed()).isFalse();
    }
    for (int i = 20; i < 50; i++) {
      String host = "host-" + i + ".example.com";
      assertThatThrownBy(() -> check("acme", host)).isInstanceOf(TooManyAttemptsException.class);
    }
    assertThat(tried).hasSize(20);

    check("globex", "other.example.com");
    node.pass(Duration.ofMinutes(1));
    check("acme", "host-50.example.com");
    assertThat(tried).hasSize(22);
  }

  @Test
  void readsTheSameOfEveryHost() {
    assertThat(check("acme", "a.example.com").steps())
        .isEqualTo(check("acme", "b.example.com").steps());
  }
}
