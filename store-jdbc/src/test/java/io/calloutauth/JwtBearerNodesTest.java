package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.GrantVerifier;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JWT bearer grant on two nodes over one database. */
@NullMarked
class JwtBearerNodesTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");
  private static final Duration POLL = Duration.ofSeconds(5);

  private final ManualWorld time = new ManualWorld();
  private final SealingKeys keys = SealingKeys.ephemeral();
  private TokenServer server;
  private HikariDataSource pool;
  private CalloutAuth here;
  private CalloutAuth there;

  @BeforeEach
  void start() throws IOException {
    TestDatabase.H2_MEMORY.emptyStore();
    pool = TestDatabase.H2_MEMORY.newPool(10);
    server = new TokenServer();
    here = node();
    there = node();
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
    server.close();
    pool.close();
  }

  private CalloutAuth node() {
    return CalloutAuth.builder(JdbcStore.create(pool))
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .world(time.world())
        .build();
  }

  private static String token(CalloutAuth node) {
    StringBuilder value = new StringBuilder();
    node.callouts().authenticate("n", "POST", TARGET).applyTo((name, text) -> value.append(text));
    return value.substring("Bearer ".length());
  }

  @Test
  void eachNodeSignsWithTheOneKeyAndHearsOfEditsOfTheAssertion() {
    GrantVerifier verifier =
        new GrantVerifier(
            time.wallClock(),
            (form, jwt) ->
                "{\"a\":[1.50]}".equals(json(jwt.getPayload().toString()))
                    && jwt.getJWTClaimsSet().getAudience().contains("login.example.com"));
    verifier.guard(server);
    Provider provider =
        here.providers()
            .create(
                ProviderSettings.jwtBearer()
                    .name("CRM")
                    .clientId("billing")
                    .tokenEndpoint(server.url("/token"))
                    .anyOrigin()
                    .assertion(
                        a ->
                            a.audience("login.example.com")
                                .subject("ada")
                                .claim("roles", "{\"a\":[1.50]}"))
                    .build());
    verifier.register(here.providers().publicKeys(provider.id()).orElseThrow().jwks());
    here.notifications().bind("n", provider.id());

    assertThat(token(there)).isEqualTo("token-1");
    assertThat(token(here)).isEqualTo("token-1");
    assertThat(there.providers().publicKeys(provider.id()))
        .isEqualTo(here.providers().publicKeys(provider.id()));

    Provider read = there.providers().find(provider.id()).orElseThrow();
    there
        .providers()
        .update(
            read.id(),
            read.version(),
            read.toSettings().toBuilder().assertion(a -> a.subject("bob")).build());
    time.pass(POLL);
    Eventually.holds(() -> token(here).equals("token-2"));
    assertThat(token(there)).isEqualTo("token-2");
    assertThat(server.exchanges()).isEqualTo(2);
  }

  private static String json(String payload) {
    int start = payload.indexOf("\"roles\":") + "\"roles\":".length();
    return payload.substring(start, payload.indexOf('}', start) + 1);
  }
}
