package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.ServerMetadata.Offer;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.TokenServer.Answer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an authorization server's metadata is found, and what is told of it. */
class DiscoveryTest extends MetadataNode {

  @Test
  void fillsADraftThatGetsAToken() {
    DiscoveryReport report = discovered("");

    assertThat(report.found()).isTrue();
    assertThat(report.filled())
        .containsExactly(
            Map.entry(ProviderField.ISSUER, issuer("/a")),
            Map.entry(ProviderField.TOKEN_ENDPOINT, server.url("/token")),
            Map.entry(ProviderField.REVOCATION_ENDPOINT, server.url("/revoke")));
    assertThat(report.text())
        .isEqualTo("The server's metadata fills in: issuer, token endpoint, revocation endpoint");
    Provider provider = created(report.settings());
    assertThat(provider.issuer()).hasValue(URI.create(issuer("/a")));
    assertThat(provider.tokenEndpoint()).hasToString(server.url("/token"));
    assertThat(provider.revocationEndpoint()).hasValue(URI.create(server.url("/revoke")));
    assertThat(node.auth.tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
  }

  @ParameterizedTest
  @CsvSource({
    "'', /.well-known/oauth-authorization-server",
    "/, /.well-known/oauth-authorization-server",
    "/realms/a, /.well-known/oauth-authorization-server/realms/a",
    "/realms/a/, /.well-known/oauth-authorization-server/realms/a",
    "'', /.well-known/openid-configuration",
    "/, /.well-known/openid-configuration",
    "/realms/a, /realms/a/.well-known/openid-configuration",
    "/realms/a/, /realms/a/.well-known/openid-configuration"
  })
  void looksInBothPlaces(String path, String document) {
    server.answerTokens(n -> new Answer(404, ""));
    serve(document, path, "");

    assertThat(node.auth.discovery().fetch(issuer(path)).found()).isTrue();
    assertThat(server.arrivedAt(document).count()).isEqualTo(1);
  }

  @Test
  void asksOpenIdsPlaceOnlyWhereTheOtherBringsNothing() {
    serve("/a" + OPENID, "/a", "");
    discovered("");

    assertThat(server.arrivedAt("/a" + OPENID)).isEmpty();
  }

  @Test
  void fetchesNothingWhenATokenIsAskedFor() {
    Provider provider = created(discovered("").settings());
    node.auth.notifications().bind(N, provider.id());
    node.token(N);

    assertThat(server.arrivedAt(OAUTH + "/a").count()).isEqualTo(1);
    assertThat(server.arrivedAt("/a" + OPENID)).isEmpty();
  }

  @Test
  void tellsWhatTheServerOffers() {
    DiscoveryReport report =
        discovered(
            ",\"grant_types_supported\":[\"client_credentials\"],\"scopes_supported\":[\"a\",\"b\"]"
                + ",\"token_endpoint_auth_signing_alg_values_supported\":[\"ES256\"]");

    assertThat(report.untrustedOffers())
        .isEqualTo(
            Map.of(
                Offer.GRANT_TYPES, List.of("client_credentials"),
                Offer.SCOPES, List.of("a", "b"),
                Offer.SIGNING_ALGORITHMS, List.of("ES256")));
    assertThat(report.problems()).isEmpty();
    assertThat(report.toMap())
        .containsEntry("found", true)
        .containsEntry(
            "filled",
            Map.of(
                "issuer", issuer("/a"),
                "token_endpoint", server.url("/token"),
                "revocation_endpoint", server.url("/revoke")))
        .containsEntry(
            "offers",
            Map.of(
                "grant_types_supported", List.of("client_credentials"),
                "scopes_supported", List.of("a", "b"),
                "token_endpoint_auth_signing_alg_values_supported", List.of("ES256")))
        .doesNotContainKeys("error", "to_confirm", "problems", "other_issuer");
  }

  @Test
  void anEditKeepsItsSecretsUntilTheyWouldGoElsewhere() {
    Provider before = node.auth.providers().create(node.settings("CRM").build());
    serve(OAUTH + "/a", "/a", "");
    ProviderSettings edit =
        node.auth.discovery().fetch(issuer("/a"), before.toSettings()).settings();

    assertThat(edit.editOf()).isEqualTo(before.id());
    assertThatThrownBy(() -> node.auth.providers().update(before.id(), before.version(), edit))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("client secret must be entered again")
        .hasMessageContaining("new issuer");
  }

  @Test
  void namesAnotherIssuerThatCouldBeTyped() {
    server.serve(OAUTH, new Answer(200, "{\"issuer\":\"%s/\"}".formatted(issuer(""))));

    DiscoveryReport report = node.auth.discovery().fetch(issuer(""));

    assertThat(report.error()).hasValue(MetadataError.OTHER_ISSUER);
    assertThat(report.untrustedIssuer()).hasValue(URI.create(issuer("/")));
    assertThat(report.text()).doesNotContain(issuer("/"));
    assertThat(report.toMap()).containsEntry("other_issuer", issuer("/"));
  }
}
