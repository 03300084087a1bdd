package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.EventType;
import io.calloutauth.Providers;
import io.calloutauth.RevocationReport;
import io.calloutauth.TokenState;
import io.calloutauth.example.servers.CalloutReceiver;
import io.calloutauth.example.servers.ReceiverOptions;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.ProviderId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("keycloak")
class KeycloakTest extends RotatingServerStory {

  private static final int NODES = 4;

  private final AtomicReference<String> rolled = new AtomicReference<>("{\"keys\":[]}");
  private @Nullable JwksServer keys;
  private @Nullable Keycloak keycloak;

  @Override
  RealServer start(StoryClients clients) throws Exception {
    Path home = Path.of(System.getProperty("keycloak.home", "target/keycloak/none"));
    NeededTool.built(
        Files.isExecutable(home.resolve("bin/kc.sh")),
        "Keycloak is not unpacked: build with the profile keycloak");
    keys = JwksServer.start();
    KeycloakRotation rotation = KeycloakRotation.of(keys.publish("rolled", () -> rolled.get()));
    keycloak =
        Keycloak.start(
            home, clients, keys.publish(clients.signing(SigningAlgorithm.RS256)), rotation);
    return keycloak;
  }

  @AfterAll
  void stopKeys() {
    if (keys != null) {
      keys.close();
    }
  }

  /** Keycloak takes no assertion twice, and none of a second ahead. */
  @Test
  void issuesTokensToAssertionsOfTheJwtBearerGrant() throws Exception {
    ProviderId id = host.bind(host.bearer(clients.signing(SigningAlgorithm.RS256)).build());
    assertThat(host.callout()).isEqualTo(204);
    Secret first = host.token(id);

    assertThat(auth().tokens().refresh(id).state()).isEqualTo(TokenState.ACTIVE);

    assertThat(host.token(id)).isNotEqualTo(first);
    assertThat(auth().tokens().revoke(id).outcome()).isEqualTo(RevocationReport.Outcome.REVOKED);
    assertThat(host.callout()).isEqualTo(204);
  }

  @Test
  void saysThatTheSubjectIsWrong() {
    assertThat(
            auth()
                .providers()
                .check(
                    host.bearer(clients.signing(SigningAlgorithm.RS256))
                        .assertion(a -> a.subject("nobody"))
                        .build())
                .steps())
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.text())
                    .startsWith("The server refuses the assertion: check its issuer")
                    .contains("assertion for " + server().issuer(), "invalid_grant"));
  }

  /**
   * Processes on one PostgreSQL. The server keeps both secrets good for a while, and fetches the
   * keys that the library publishes when it meets an unknown one, though not twice in 10 s: a key
   * that signs sooner is refused, and the one before is used on.
   */
  @Test
  @EnabledIfSystemProperty(named = "callout.auth.interop.nodes", matches = "true")
  void aSecretAndAKeyAreRolledUnderLoadAndNoCalloutFails() throws Exception {
    Keycloak server = Objects.requireNonNull(keycloak);
    KeycloakRotation rotation = server.rotation();
    URI tokenEndpoint = server.inRotation(server.tokenEndpoint());
    try (RolledCluster cluster = RolledCluster.start(clients.certificates());
        CalloutReceiver receiver = receiver(server)) {
      ProviderId secret = cluster.addBySecret(tokenEndpoint, rotation.firstSecret());
      ProviderId key = cluster.addByKey(tokenEndpoint, server.rotationIssuer());
      publish(cluster, key);
      String old = cluster.kids(key).get(0);
      cluster.awaitTokens(secret);
      cluster.awaitTokens(key);
      try (RolloverNodes nodes = cluster.callOut(NODES, receiver.calloutsEndpoint())) {
        nodes.goOn(100);
        Providers providers = cluster.administrator().providers();
        String next = rotation.rotateSecret(server.plainOrigin());
        providers.addSecret(secret, cluster.version(secret), next);
        providers.addKey(key, cluster.version(key), null);
        publish(cluster, key);
        cluster.awaitHeard();
        providers.promoteKey(key, cluster.version(key), cluster.kids(key).get(1));
        rotation.endRotatedSecret(server.plainOrigin());
        cluster.awaitWorking(secret, "client_secret:next");
        cluster.awaitWorking(key, "private_key:" + cluster.kids(key).get(0));
        providers.promoteSecret(secret, cluster.version(secret));
        providers.dropKey(key, cluster.version(key), old);
        publish(cluster, key);
        cluster.awaitHeard();
        cluster.awaitWorking(secret, "client_secret");
        nodes.goOn(100);
        List<Integer> made = nodes.rest();
        System.out.printf(
            "%d processes rolled a secret and a key at Keycloak: callouts %s, %d tokens, %d"
                + " switches%n",
            NODES,
            made,
            nodes.count(EventType.TOKEN_OBTAINED) + nodes.count(EventType.TOKEN_RENEWED),
            nodes.count(EventType.CREDENTIAL_SWITCHED));
        assertThat(nodes.failures()).isEmpty();
        assertThat(receiver.refusals()).isZero();
        assertThat(receiver.deliveries()).hasSize(made.stream().mapToInt(n -> n).sum());
        assertThat(cluster.kids(key)).hasSize(1).doesNotContain(old);
        assertThat(nodes.count(EventType.TOKEN_FAILED)).isZero();
        assertThat(nodes.count(EventType.CREDENTIAL_SWITCHED)).isPositive();
      }
    }
  }

  private static CalloutReceiver receiver(Keycloak server) throws IOException {
    URI endpoint = server.inRotation(server.plain(server.introspectionEndpoint()));
    return CalloutReceiver.start(
        ReceiverOptions.introspecting(endpoint, server.rotation().receiver()).build());
  }

  private void publish(RolledCluster cluster, ProviderId key) {
    rolled.set(cluster.administrator().providers().publicKeys(key).orElseThrow().jwks());
  }
}
