package io.calloutauth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.CalloutAuth;
import io.calloutauth.ClusterNode;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Four processes call out on one database while a client secret and a key are rolled, at a server
 * that takes exactly what is registered with it: no callout fails.
 */
@Tag("cluster")
class RolloverClusterTest {

  private static final int NODES = 4;
  private static final int THREADS = 8;
  private static final int REST_MILLIS = 20;

  /** Four nodes may take so long for a token of each kind, on a busy machine. */
  private static final Duration GOING_ON = Duration.ofMinutes(1);

  /** After so long every node has heard of a change. */
  private static final long HEARD_MILLIS = 10_000;

  private static final String KEYS =
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"cluster\","
          + "\"k\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}]}";

  private final History history = new History();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private RolledServer server;
  private HikariDataSource pool;
  private CalloutAuth administrator;

  @BeforeEach
  void start() throws Exception {
    TestDatabase.POSTGRESQL.emptyStore();
    server = new RolledServer("one");
    pool = TestDatabase.POSTGRESQL.newPool(4);
    administrator =
        CalloutAuth.builder(JdbcStore.create(pool))
            .cipher(SealingKeys.parse(KEYS))
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .build();
  }

  @AfterEach
  void stop() {
    nodes.forEach(NodeProcess::end);
    administrator.close();
    pool.close();
    server.close();
  }

  private ProviderSettings.Builder settings(int number) {
    return ProviderSettings.clientCredentials()
        .name("Provider " + number)
        .tokenEndpoint(server.url("/token"))
        .clientId("c" + number)
        .anyOrigin();
  }

  private Provider bound(ProviderSettings settings, int number) {
    Provider made = administrator.providers().create(settings);
    administrator.notifications().bind("n" + number, made.id());
    return made;
  }

  private void startNodes() throws InterruptedException {
    for (int number = 0; number < NODES; number++) {
      List<String> arguments =
          Stream.of(pool.getJdbcUrl(), pool.getUsername(), 0, 15, 2, THREADS, REST_MILLIS)
              .map(Object::toString)
              .toList();
      nodes.add(NodeProcess.start(number, history, arguments, KEYS));
    }
    for (NodeProcess node : nodes) {
      node.awaitReady();
      node.command(ClusterNode.GO);
    }
  }

  private long version(Provider provider) {
    return administrator.providers().find(provider.id()).orElseThrow().version();
  }

  private PublicKeySet set(Provider provider) {
    return administrator.providers().publicKeys(provider.id()).orElseThrow();
  }

  private String works(Provider provider) {
    return administrator.tokens().status(provider.id()).credential().orElse("");
  }

  /** Waits until every node made more callouts, and the server issued more tokens of each kind. */
  private void goOn() {
    List<Integer> issued = server.issued();
    int made = history.callouts().size();
    Eventually.holds(GOING_ON, () -> wentOn(issued, made));
  }

  private boolean wentOn(List<Integer> issued, int made) {
    return IntStream.range(0, 2).allMatch(i -> server.issued().get(i) > issued.get(i))
        && history.callouts().size() > made + NODES * THREADS;
  }

  @Test
  void aSecretAndAKeyAreRolledAndNoCalloutFails() throws Exception {
    Provider secret = bound(settings(0).clientSecret("one").build(), 0);
    Provider key =
        bound(
            settings(1)
                .issuer(server.url("/issuer"))
                .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                .assertion(a -> a.algorithm(SigningAlgorithm.ES256))
                .build(),
            1);
    server.registerKeys(set(key).jwks());
    String old = set(key).keys().get(0).kid();
    startNodes();
    goOn();

    administrator.providers().addSecret(secret.id(), version(secret), "two");
    administrator.providers().addKey(key.id(), version(key), null);
    String next = set(key).keys().get(1).kid();
    Cluster.pass(HEARD_MILLIS);
    server.register("two"); // in a swap: from now on it takes no other
    administrator.providers().promoteKey(key.id(), version(key), next); // the server knows the old
    Cluster.pass(HEARD_MILLIS);
    goOn();
    assertThat(works(secret)).isEqualTo("client_secret:next");
    assertThat(works(key)).isEqualTo("private_key:" + old);
    server.registerKeys(new PublicKeySet("new", List.of(set(key).keys().get(0))).jwks());
    goOn();
    Eventually.holds(() -> works(key).equals("private_key:" + next));
    administrator.providers().promoteSecret(secret.id(), version(secret));
    administrator.providers().dropKey(key.id(), version(key), old);
    Cluster.pass(HEARD_MILLIS);
    goOn();

    nodes.forEach(NodeProcess::end);
    System.out.printf(
        "%d nodes rolled a secret and a key: %,d callouts, tokens by secret and key %s, %d requests"
            + " refused and made once more%n",
        NODES, history.callouts().size(), server.issued(), server.refused());
    assertThat(history.callouts()).allMatch(callout -> callout.failure() == null);
    assertThat(history.faults()).isEmpty();
    assertThat(history.calloutsByNode().values()).hasSize(NODES).allMatch(made -> made > 500);
    assertThat(server.refused()).isPositive();
  }
}
