package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token row that says what no token request ever wrote. */
@NullMarked
class BrokenTokenRowTest {

  private static final TestDatabase DATABASE = TestDatabase.H2_MEMORY;

  private final ManualWorld time = new ManualWorld();
  private final SealingKeys keys = SealingKeys.ephemeral();
  private TokenServer server;
  private Store store;
  private CalloutAuth node;
  private Provider crm;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    store = DATABASE.emptyStore();
    node = node();
    crm = created("CRM");
    created("ERP");
    node.tokens().obtain(crm.id());
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  private CalloutAuth node() {
    return CalloutAuth.builder(store)
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .world(time.world())
        .build();
  }

  private Provider created(String name) {
    return node.providers()
        .create(
            ProviderSettings.clientCredentials()
                .name(name)
                .tokenEndpoint(server.url("/token"))
                .revocationEndpoint(server.url("/revoke"))
                .clientId("billing")
                .clientSecret("s3cret")
                .anyOrigin()
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kid = NULL",
        "scope = '\u20ac \"'",
        "expires_at = 9223372036854775807",
        "expires_at = issued_at + 300000000000000",
        "issued_at = -9223372036854775807",
        "issued_at = 9223372036854775807",
        "failure = 'PERMANENT OAUTH_ERROR 400 -', failure_epoch = epoch,"
            + " next_attempt_at = 9223372036854775807",
      })
  void stopsNeitherListsNorCommands(String columns) {
    DATABASE.execute("UPDATE callout_auth_token SET " + columns + " WHERE sealed IS NOT NULL");
    node.close();
    node = node();

    assertThat(node.providers().list(10).items()).hasSize(2);
    assertThat(node.tokens().status(crm.id()).expiresAt().stream())
        .allMatch(end -> end.isBefore(time.instant().plus(Duration.ofHours(24))));
    node.tokens().revoke(crm.id());
    assertThat(node.tokens().obtain(crm.id()).state()).isEqualTo(TokenState.ACTIVE);
  }
}
