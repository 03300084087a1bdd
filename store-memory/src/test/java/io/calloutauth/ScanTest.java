package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.MeddledStore;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.UnknownHosts;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator who uses checks to look for what is in the network. */
class ScanTest {

  private final UnknownHosts hosts = new UnknownHosts();
  private final ManualWorld time = new ManualWorld();
  private final MeddledStore store = new MeddledStore(MemoryStore.create(time.wallClock()));
  private TokenServer server;
  private Node node;

  @BeforeEach
  void start() throws Exception {
    server = new TokenServer();
    node =
        Node.over(
            store,
            time,
            server,
            builder -> Node.under(hosts.policy()).apply(builder).allowTokenDisclosure());
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
    assertThat(hosts.lookedUp()).hasSize(20);

    check("globex", "other.example.com");
    node.pass(Duration.ofMinutes(1));
    check("acme", "host-50.example.com");
    assertThat(hosts.lookedUp()).hasSize(22);
  }

  @Test
  void readsTheSameOfEveryHost() {
    assertThat(check("acme", "a.example.com").steps())
        .isEqualTo(check("acme", "b.example.com").steps());
  }

  private Provider created(String name, String tokenEndpoint) {
    return node.auth.providers().create(node.settings(name).tokenEndpoint(tokenEndpoint).build());
  }

  private void useUpAllNewHostsBut(int left) {
    for (int i = 0; i < 20 - left; i++) {
      check("acme", "used-" + i + ".example.com");
    }
  }

  @Test
  void countsWhatAHandedOutTokenIsAskedForAt() {
    for (int i = 0; i < 21; i++) {
      Provider provider = created("P" + i, "https://host-" + i + ".example.com/token");
      assertThatThrownBy(
              () ->
                  node.auth
                      .tokens()
                      .accessToken(provider.id(), URI.create("https://api.example.com/me")))
          .isInstanceOf(i < 20 ? TokenRequestException.class : TooManyAttemptsException.class);
    }

    assertThat(hosts.lookedUp()).hasSize(20);
  }

  @Test
  void reachesNoHostThatAnEditBringsBetweenTheCountAndATest() {
    useUpAllNewHostsBut(2); // the token server and the first host
    Provider provider = created("CRM", "https://first.example.com/token");
    store.before(
        "ProviderStore.find",
        1,
        () ->
            node.edit(
                provider.id(),
                draft ->
                    draft
                        .tokenEndpoint("https://second.example.com/token")
                        .clientSecret("s3cret")));

    assertThatThrownBy(() -> node.auth.tokens().test(provider.id()))
        .isInstanceOf(TooManyAttemptsException.class);

    assertThat(hosts.lookedUp()).doesNotContain("first.example.com", "second.example.com");
  }

  @Test
  void takesNoTokenBackAtAHostThatNoCommandMayReach() {
    useUpAllNewHostsBut(0);
    Provider provider =
        node.auth
            .providers()
            .create(
                node.settings("CRM").revocationEndpoint("https://else.example.com/revoke").build());
    node.auth.notifications().bind("n", provider.id());
    store.before(
        "TokenStore.complete", 0, () -> node.auth.providers().deleteAndDetach(provider.id()));

    node.refusal("n");

    assertThat(server.exchanges()).isEqualTo(1);
    assertThat(hosts.lookedUp()).doesNotContain("else.example.com");
  }
}
