package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Many idle authorizations of one tenant leave those of another to end no earlier. */
class KeepAliveTurnsTest extends NodeTest {

  private static final int MANY = 50;
  private static final int OF_ONE_LOOK = 20;

  private void use(CalloutAuth tenant, String clientId) {
    Provider provider =
        tenant
            .providers()
            .create(
                ProviderSettings.refreshToken()
                    .name(clientId)
                    .clientId(clientId)
                    .clientSecret("s3cret")
                    .refreshToken("typed by " + clientId)
                    .tokenEndpoint(server.url("/token"))
                    .anyOrigin()
                    .build());
    tenant.tokens().obtain(provider.id());
  }

  @Test
  void takeTurnsByTenant() {
    server.answerTokens(
        n ->
            new Answer(
                200,
                "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"refresh_token\":\"r\","
                    + "\"expires_in\":3600,\"refresh_expires_in\":1800}"));
    CalloutAuth crowd = node.tenants.tenant("crowd");
    for (int i = 0; i < MANY; i++) {
      use(crowd, "crowd-" + i);
    }
    node.time.setWall(Duration.ofMinutes(1));
    use(node.auth, "quiet");
    node.awaitQuiet();
    int before = server.exchanges();

    node.time.setWall(Duration.ofMinutes(27));
    node.time.pass(Duration.ofMinutes(1));
    Eventually.holds(() -> server.exchanges() == before + OF_ONE_LOOK);

    assertThat(server.arrivedAt("/token").skip(before).map(request -> request.authorization()))
        .contains(server.arrivedAt("/token").toList().get(before - 1).authorization());
  }
}
