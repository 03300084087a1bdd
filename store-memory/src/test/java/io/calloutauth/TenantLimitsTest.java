package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.UnknownHosts;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator who makes providers, gives them commands and deletes them, at speed. */
class TenantLimitsTest {

  private final UnknownHosts hosts = new UnknownHosts();
  private TokenServer server;
  private Node node;

  @BeforeEach
  void start() throws Exception {
    server = new TokenServer();
    node = Node.start(server, Node.under(hosts.policy()));
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  private Provider made(String name) {
    return node.auth.providers().create(node.settings(name).build());
  }

  private Provider at(String host) {
    return node.auth
        .providers()
        .create(
            node.settings("at " + host)
                .tokenEndpoint("https://" + host + "/token")
                .revocationEndpoint("https://" + host + "/revoke")
                .testEndpoint("https://" + host + "/me")
                .build());
  }

  private static boolean refused(Runnable command) {
    try {
      command.run();
      return false;
    } catch (TooManyAttemptsException tooMany) {
      assertThat(tooMany.retryAfter()).isPresent();
      return true;
    } catch (CalloutAuthException other) {
      return false;
    }
  }

  @Test
  void createObtainDeleteReachesTwentyHostsAMinute() {
    int refused = 0;
    for (int n = 0; n < 40; n++) {
      Provider provider = at("h" + n + ".example.com");
      refused += refused(() -> node.auth.tokens().obtain(provider.id())) ? 1 : 0;
      node.auth.providers().delete(provider.id());
    }

    assertThat(hosts.lookedUp()).hasSize(20);
    assertThat(refused).isEqualTo(20);
  }

  @Test
  void testCheckAndRevokeReachTheSameTwentyHosts() {
    for (int n = 0; n < 10; n++) {
      Provider provider = at("a" + n + ".example.com");
      assertThat(refused(() -> node.auth.tokens().test(provider.id()))).isFalse();
    }
    for (int n = 0; n < 10; n++) {
      Provider provider = at("b" + n + ".example.com");
      assertThat(refused(() -> node.auth.tokens().revoke(provider.id()))).isFalse();
    }
    Provider next = at("c.example.com");

    assertThat(refused(() -> node.auth.tokens().obtain(next.id()))).isTrue();
    assertThat(refused(() -> node.auth.tokens().test(next.id()))).isTrue();
    assertThat(refused(() -> node.auth.providers().check(next.toSettings()))).isTrue();
    assertThat(refused(() -> node.auth.tokens().revoke(next.id()))).isTrue();
    assertThat(hosts.lookedUp()).doesNotContain("c.example.com");

    node.pass(Duration.ofMinutes(1));
    assertThat(refused(() -> node.auth.tokens().obtain(next.id()))).isFalse();
    assertThat(hosts.lookedUp()).contains("c.example.com");
  }

  @Test
  void calloutsReachWhatTheyHaveTo() {
    for (int n = 0; n < 30; n++) {
      node.auth.notifications().bind("n" + n, at("h" + n + ".example.com").id());
      node.refusal("n" + n);
    }
    assertThat(hosts.lookedUp()).hasSize(30);

    // and what a callout reached is new to a command
    int refused = 0;
    for (int n = 0; n < 30; n++) {
      ProviderId id =
          node.auth.notifications().find("n" + n).orElseThrow().providerId().orElseThrow();
      refused += refused(() -> node.auth.tokens().obtain(id)) ? 1 : 0;
    }
    assertThat(refused).isEqualTo(10);
  }

  @Test
  void sixtyRequestsAMinuteAreMadeForATenantHoweverManyProvidersItHas() {
    int refused = 0;
    for (int n = 0; n < 40; n++) {
      Provider provider = made("CRM " + n);
      refused += refused(() -> node.auth.tokens().obtain(provider.id())) ? 1 : 0;
      refused += refused(() -> node.auth.providers().check(provider.toSettings())) ? 1 : 0;
    }
    assertThat(refused).isEqualTo(20);
    Provider one = made("one more");
    assertThat(refused(() -> node.auth.tokens().refresh(one.id()))).isTrue();
    assertThat(refused(() -> node.auth.tokens().test(one.id()))).isTrue();

    CalloutAuth other = node.tenants.tenant("globex");
    Provider theirs = other.providers().create(node.settings("CRM").build());
    assertThat(refused(() -> other.tokens().obtain(theirs.id()))).isFalse();
    node.pass(Duration.ofMinutes(1));
    assertThat(refused(() -> node.auth.tokens().obtain(one.id()))).isFalse();
  }

  @Test
  void sixHundredThingsAreStoppedAMinuteAndBindingsAsManyAsThereAre() {
    Provider crm = made("CRM");
    IntStream.range(0, 300)
        .forEach(
            n -> {
              node.auth.tokens().revoke(crm.id());
              node.auth.providers().disable(crm.id());
            });

    assertThatThrownBy(() -> node.auth.tokens().revoke(crm.id()))
        .isInstanceOf(TooManyAttemptsException.class);
    assertThatThrownBy(() -> node.auth.providers().disable(crm.id()))
        .isInstanceOf(TooManyAttemptsException.class);
    node.auth.providers().enable(crm.id());
    IntStream.range(0, 1_000).forEach(n -> node.auth.notifications().bind("n" + n, crm.id()));
    assertThat(refused(() -> node.auth.tokens().obtain(crm.id()))).isFalse();
  }
}
