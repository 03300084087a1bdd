package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TokenServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys and secrets that are rolled on one node of two on a database, and in a transaction. */
@NullMarked
class RolloverTest {

  private final SealingKeys keys = SealingKeys.ephemeral();
  private final List<CalloutAuthEvent> events = new CopyOnWriteArrayList<>();
  private TokenServer server;
  private AssertionVerifier verifier;
  private HikariDataSource pool;
  private HikariDataSource engine;
  private TransactionTemplate transaction;
  private CalloutAuth one;
  private CalloutAuth other;

  @BeforeEach
  void start() throws IOException {
    TestDatabase.H2_MEMORY.emptyStore();
    server = new TokenServer();
    verifier = new AssertionVerifier(server.url("/issuer"), InstantSource.system());
    pool = TestDatabase.H2_MEMORY.newPool(8);
    engine = TestDatabase.H2_MEMORY.newPool(8);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
    one = node();
    other = node();
  }

  private CalloutAuth node() {
    JdbcStore store =
        JdbcStore.builder(new TransactionAwareDataSourceProxy(pool))
            .engineDataSource(engine)
            .build();
    return CalloutAuth.builder(store)
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .listener(events::add)
        .build();
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    engine.close();
    pool.close();
    server.close();
  }

  private ProviderSettings.Builder settings() {
    return ProviderSettings.clientCredentials()
        .name("CRM")
        .tokenEndpoint(server.url("/token"))
        .clientId("billing")
        .anyOrigin();
  }

  private Provider withSecret() {
    return one.providers().create(settings().clientSecret("one").build());
  }

  private Provider withKey() {
    return one.providers()
        .create(
            settings()
                .issuer(server.url("/issuer"))
                .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                .assertion(a -> a.algorithm(SigningAlgorithm.ES256))
                .build());
  }

  private PublicKeySet set(Provider provider) {
    return one.providers().publicKeys(provider.id()).orElseThrow();
  }

  private void accept(String secret) {
    server.answerTokens(
        n ->
            shown(server.arrivedAt("/token").toList().get(n - 1)).equals(secret)
                ? Answer.token("token-" + n, 3600)
                : Answer.error(401, "invalid_client"));
  }

  private static String shown(TokenServer.Arrived request) {
    byte[] pair = Base64.getDecoder().decode(request.authorization().substring("Basic ".length()));
    return new String(pair, StandardCharsets.UTF_8).split(":", 2)[1];
  }

  @Test
  void everyNodeKnowsWhichSecretWorked() {
    accept("one");
    Provider made = withSecret();
    one.tokens().obtain(made.id());
    one.providers().addSecret(made.id(), made.version(), "two");
    accept("two");

    other.tokens().refresh(made.id());
    try (CalloutAuth third = node()) {
      third.tokens().refresh(made.id());
    }

    assertThat(server.arrivedAt("/token").map(RolloverTest::shown))
        .containsExactly("one", "one", "two", "two");
    assertThat(other.tokens().status(made.id()).credential()).contains("client_secret:next");
  }

  @Test
  void theOtherNodeSignsWithThePromotedKey() throws Exception {
    verifier.guard(server);
    Provider made = withKey();
    Provider rolled = one.providers().addKey(made.id(), made.version(), null);
    verifier.register(set(rolled).jwks());
    PublishedKey next = set(rolled).keys().get(1);
    one.tokens().obtain(made.id());

    one.providers().promoteKey(made.id(), rolled.version(), next.kid());
    other.tokens().refresh(made.id());

    assertThat(
            AssertionVerifier.of(server.arrivedAt("/token").toList().get(1)).getHeader().getKeyID())
        .isEqualTo(next.kid());
    assertThat(other.providers().publicKeys(made.id())).contains(set(made));
    assertThat(other.tokens().status(made.id()).credential()).contains("private_key:" + next.kid());
  }

  @Test
  void whatAHostRollsBackWasNeverRolled() {
    Provider secret = withSecret();
    transaction.executeWithoutResult(
        status -> {
          one.providers().addSecret(secret.id(), secret.version(), "two");
          assertThat(found(secret).nextSecretSetAt()).isPresent();
          status.setRollbackOnly();
        });

    assertThat(found(secret).nextSecretSetAt()).isEmpty();
    assertThat(found(secret).version()).isEqualTo(secret.version());
    assertThat(events)
        .filteredOn(event -> event.type() == EventType.SECRET_ADDED)
        .hasSize(1)
        .allMatch(CalloutAuthEvent::proposed);
  }

  @Test
  void aPromotionThatIsRolledBackLeavesTheKeyThatSigns() {
    Provider made = withKey();
    Provider rolled = one.providers().addKey(made.id(), made.version(), null);
    PublicKeySet before = set(rolled);
    transaction.executeWithoutResult(
        status -> {
          one.providers().promoteKey(made.id(), rolled.version(), before.keys().get(1).kid());
          status.setRollbackOnly();
        });

    assertThat(set(rolled)).isEqualTo(before);
  }

  private Provider found(Provider provider) {
    return one.providers().find(provider.id()).orElseThrow();
  }
}
