package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationTest extends NodeTest {

  private static final Set<RevocationReport.Outcome> DONE =
      Set.of(RevocationReport.Outcome.REVOKED, RevocationReport.Outcome.ALREADY_INVALID);

  @Test
  void theServerIsToldAsTheStandardSays() {
    Provider provider = node.bound("n");
    node.token("n");

    RevocationReport report = node.auth.tokens().revoke(provider.id());

    assertThat(report)
        .isEqualTo(new RevocationReport(RevocationReport.Outcome.REVOKED, 200, List.of()));
    TokenServer.Arrived request = server.arrivedAt("/revoke").findFirst().orElseThrow();
    assertThat(request.body()).contains("token=token-1").doesNotContain("s3cret");
    assertThat(request.authorization())
        .isEqualTo(server.arrivedAt("/token").findFirst().orElseThrow().authorization())
        .startsWith("Basic ");
  }

  @Test
  void theClientAuthenticatesAsAtTheTokenEndpoint() {
    Provider provider =
        providers()
            .create(
                node.settings("CRM")
                    .clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
                    .build());
    node.auth.tokens().obtain(provider.id());

    node.auth.tokens().revoke(provider.id());

    TokenServer.Arrived request = server.arrivedAt("/revoke").findFirst().orElseThrow();
    assertThat(request.body())
        .contains("token=token-1")
        .contains("client_id=billing")
        .contains("client_secret=s3cret+of+CRM");
    assertThat(request.authorization()).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource({
    "200, <html>gone</html>, REVOKED",
    "204, '', REVOKED",
    "400, '{\"error\":\"unsupported_token_type\"}', NOT_SUPPORTED",
    "400, '{\"error\":\"invalid_token\"}', ALREADY_INVALID",
    "401, '{\"error\":\"invalid_client\"}', REFUSED",
    "302, '', REFUSED",
    "429, '', NOT_TOLD",
    "503, '', NOT_TOLD"
  })
  void whateverTheServerSaysTheTokenIsGoneHere(
      int status, String body, RevocationReport.Outcome outcome) {
    server.answerRevocations(new TokenServer.Answer(status, body));
    Provider provider = node.bound("n");
    node.token("n");

    assertThat(node.auth.tokens().revoke(provider.id()))
        .isEqualTo(new RevocationReport(outcome, status, List.of()));

    assertThat(node.auth.tokens().status(provider.id()).state()).isEqualTo(TokenState.REVOKED);
    assertThat(node.token("n")).isEqualTo("token-2");
    boolean done = DONE.contains(outcome);
    Eventually.holds(
        () ->
            node.events.stream()
                .filter(event -> event.type() == EventType.TOKEN_REVOKED)
                .anyMatch(event -> event.succeeded() == done));
  }

  @Test
  void aServerThatIsNotToldForLongIsOfferedTheTokenAgainAndAgain() {
    Provider provider = node.bound("n");
    node.token("n");
    server.answerRevocations(new TokenServer.Answer(503, ""));
    node.auth.tokens().revoke(provider.id());

    for (int told = 2; told < 5; told++) {
      int expected = told;
      node.awaitWithinMinutes(() -> server.arrivedAt("/revoke").count() >= expected);
    }
  }

  @Test
  void theTokenIsGoneHereAlsoWhenTheServerIsDown() throws Exception {
    try (ClosedPort down = new ClosedPort()) {
      Provider provider =
          providers().create(node.settings("CRM").revocationEndpoint(down.url("/revoke")).build());
      node.auth.notifications().bind("n", provider.id());
      node.token("n");

      assertThat(node.auth.tokens().revoke(provider.id()))
          .isEqualTo(new RevocationReport(RevocationReport.Outcome.NOT_TOLD, 0, List.of()));

      assertThat(node.token("n")).isEqualTo("token-2");
      providers().deleteAndDetach(provider.id());
    }
  }

  @Test
  void whoeverMayShareTheTokenIsNamed() {
    Provider provider = node.bound("n");
    node.token("n");
    Provider same = created("Same client");
    created("Disabled");
    providers().disable(providers().findByName("Disabled").orElseThrow().id());
    providers().create(node.settings("Other client").clientId("orders").build());
    providers().create(node.settings("Other").tokenEndpoint(server.url("/token?other")).build());
    node.tenants.tenant("ACME").providers().create(node.settings("Other tenant").build());

    RevocationReport report = node.auth.tokens().revoke(provider.id());

    assertThat(report.outcome()).isEqualTo(RevocationReport.Outcome.REVOKED);
    assertThat(report.sharing()).extracting(Provider::id).containsExactly(same.id());
    assertThat(report.sharing()).extracting(Provider::name).containsExactly("Same client");
    assertThat(node.auth.tokens().revoke(provider.id()).sharing()).isEmpty();
  }

  @Test
  void whoeverMayShareTheTokenIsNamedFromEveryPage() {
    Provider provider = node.bound("n");
    node.token("n");
    for (int i = 0; i < 600; i++) {
      providers().create(node.settings("P" + i).clientId("client " + (i == 599 ? "x" : i)).build());
    }
    node.edit(provider.id(), d -> d.clientId("client x").name("Zoe"));
    node.token("n");

    assertThat(node.auth.tokens().revoke(provider.id()).sharing())
        .extracting(Provider::name)
        .containsExactly("P599");
  }

  @Test
  void withoutATokenThereIsNothingToTell() {
    Provider provider = created("CRM");

    assertThat(node.auth.tokens().revoke(provider.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.NO_TOKEN);
    node.auth.tokens().obtain(provider.id());
    node.auth.tokens().revoke(provider.id());
    assertThat(node.auth.tokens().revoke(provider.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.NO_TOKEN);
    assertThat(server.arrivedAt("/revoke")).hasSize(1);
  }

  @Test
  void withoutARevocationEndpointNothingIsDropped() {
    Provider provider = providers().create(node.settings("CRM").revocationEndpoint("").build());
    node.auth.notifications().bind("n", provider.id());
    node.token("n");

    assertThatThrownBy(() -> node.auth.tokens().revoke(provider.id()))
        .isInstanceOfSatisfying(
            EndpointMissingException.class,
            missing -> assertThat(missing.endpoint()).isEqualTo(ProviderField.REVOCATION_ENDPOINT))
        .hasMessageContaining("revocation endpoint");
    assertThat(node.token("n")).isEqualTo("token-1");
  }

  @Test
  void otherNodesDropTheTokenWithinTenSeconds() {
    Provider provider = node.bound("n");
    node.token("n");
    try (Node other = node.another()) {
      assertThat(other.token("n")).isEqualTo("token-1");

      node.auth.tokens().revoke(provider.id());
      node.pass(Duration.ofSeconds(10));

      Eventually.holds(() -> other.token("n").equals("token-2"));
    }
  }

  @Test
  void theTokenOfAnotherNodeIsRevokedToo() {
    Provider provider = node.bound("n");
    try (Node other = node.another()) {
      assertThat(other.token("n")).isEqualTo("token-1");
    }

    assertThat(node.auth.tokens().revoke(provider.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.REVOKED);
    assertThat(server.arrivedAt("/revoke").findFirst().orElseThrow().body())
        .contains("token=token-1");
  }
}
