package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.MadeCertificate;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a draft is filled with from metadata, and what waits for an administrator. */
class MetadataFillingTest extends MetadataNode {

  @ParameterizedTest
  @CsvSource({
    "client_secret_basic, client_secret_basic",
    "client_secret_post, client_secret_post",
    "private_key_jwt client_secret_post client_secret_basic, client_secret_basic",
    "none private_key_jwt client_secret_post, private_key_jwt",
    "none tls_client_auth client_secret_jwt client_secret_post, client_secret_post",
    "none tls_client_auth, tls_client_auth",
    "attest_jwt none, none"
  })
  void choosesAClientAuthenticationThatTheServerTakes(String offered, String chosen) {
    DiscoveryReport report = discovered(list("token_endpoint_auth_methods_supported", offered));

    assertThat(
            report
                .filled()
                .getOrDefault(ProviderField.CLIENT_AUTHENTICATION, "client_secret_basic"))
        .isEqualTo(chosen);
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void choosesOneForTheSecretThatThereIs() {
    serve(
        OAUTH + "/a",
        "/a",
        list("token_endpoint_auth_methods_supported", "private_key_jwt client_secret_post"));
    ProviderSettings draft = node.settings("CRM").build();

    assertThat(node.auth.discovery().fetch(issuer("/a"), draft).filled())
        .containsEntry(ProviderField.CLIENT_AUTHENTICATION, "client_secret_post");
  }

  @ParameterizedTest
  @CsvSource({"RS512 EdDSA PS256 ES256, ES256", "PS256 ES512, PS256", "RS256 ES256, ''"})
  void choosesAnAlgorithmForKeysThatAreYetToBeMade(String offered, String chosen) {
    DiscoveryReport report =
        discovered(
            list("token_endpoint_auth_methods_supported", "private_key_jwt")
                + list("token_endpoint_auth_signing_alg_values_supported", offered));

    assertThat(report.filled().getOrDefault(ProviderField.SIGNING_ALGORITHM, "")).isEqualTo(chosen);
  }

  /** RFC 8705 section 5: another host asks for certificates, or another port. */
  @ParameterizedTest
  @CsvSource({"tls_client_auth, /mtls/token", "client_secret_post, /token"})
  void fillsTheEndpointsOfThoseWhoShowACertificateInWhereOneIsShown(String method, String path) {
    serve(
        OAUTH + "/a",
        "/a",
        list("token_endpoint_auth_methods_supported", "client_secret_post tls_client_auth")
            + ",\"mtls_endpoint_aliases\":{\"token_endpoint\":\""
            + server.url("/mtls/token")
            + "\"}");
    ProviderSettings draft =
        ProviderSettings.clientCredentials()
            .clientAuthentication(ClientAuthentication.fromWireName(method).orElseThrow())
            .build();

    DiscoveryReport report = node.auth.discovery().fetch(issuer("/a"), draft);

    assertThat(report.filled())
        .containsEntry(ProviderField.TOKEN_ENDPOINT, server.url(path))
        .containsEntry(ProviderField.REVOCATION_ENDPOINT, server.url("/revoke"));
  }

  @Test
  void choosesOneForTheCertificateThatThereIs() {
    serve(
        OAUTH + "/a",
        "/a",
        list("token_endpoint_auth_methods_supported", "private_key_jwt tls_client_auth"));
    ProviderSettings draft =
        ProviderSettings.clientCredentials().clientCertificate("typed", null).build();

    assertThat(node.auth.discovery().fetch(issuer("/a"), draft).filled())
        .containsEntry(ProviderField.CLIENT_AUTHENTICATION, "tls_client_auth");
  }

  /** The other of the two is for another certificate. */
  @ParameterizedTest
  @CsvSource({
    "true, self_signed_tls_client_auth, tls_client_auth client_secret_basic",
    "true, client_secret_basic, tls_client_auth",
    "false, tls_client_auth, self_signed_tls_client_auth private_key_jwt",
    "true, self_signed_tls_client_auth, client_secret_post",
  })
  void choosesNoneThatTheCertificateDoesNotFit(boolean selfSigned, String typed, String offered) {
    serve(OAUTH + "/a", "/a", list("token_endpoint_auth_methods_supported", offered));
    ClientAuthentication method = ClientAuthentication.fromWireName(typed).orElseThrow();

    DiscoveryReport report =
        node.auth
            .discovery()
            .fetch(issuer("/a"), showing(selfSigned).clientAuthentication(method).build());

    assertThat(report.filled()).doesNotContainKey(ProviderField.CLIENT_AUTHENTICATION);
    assertThat(report.problems())
        .singleElement()
        .returns(ProviderField.CLIENT_AUTHENTICATION, FieldProblem::field)
        .returns("none_for_certificate", FieldProblem::code);
  }

  @ParameterizedTest
  @CsvSource({"true, self_signed_tls_client_auth", "false, tls_client_auth"})
  void choosesTheOneThatTheCertificateFits(boolean selfSigned, String chosen) {
    serve(
        OAUTH + "/a",
        "/a",
        list(
            "token_endpoint_auth_methods_supported",
            "tls_client_auth self_signed_tls_client_auth"));

    DiscoveryReport report = node.auth.discovery().fetch(issuer("/a"), showing(selfSigned).build());

    assertThat(report.filled()).containsEntry(ProviderField.CLIENT_AUTHENTICATION, chosen);
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void anEditKeepsTheClientAuthenticationThatItsCertificateFits() {
    serve(
        OAUTH + "/a", "/a", list("token_endpoint_auth_methods_supported", "tls_client_auth none"));
    Provider provider =
        node.auth
            .providers()
            .create(
                showing(true)
                    .name("CRM")
                    .clientId("billing")
                    .clientAuthentication(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH)
                    .tokenEndpoint("https://login.example.com/token")
                    .anyOrigin()
                    .build());

    DiscoveryReport report = node.auth.discovery().fetch(issuer("/a"), provider.toSettings());

    assertThat(report.filled()).doesNotContainKey(ProviderField.CLIENT_AUTHENTICATION);
    assertThat(report.problems())
        .extracting(FieldProblem::code)
        .containsExactly("none_for_certificate");
  }

  private static ProviderSettings.Builder showing(boolean selfSigned) {
    MadeCertificate certificate =
        selfSigned
            ? MadeCertificate.selfSigned("CN=billing")
            : MadeCertificate.issued("CN=billing");
    return ProviderSettings.clientCredentials().clientCertificate(certificate.typed(), null);
  }

  @Test
  void keepsTheClientAuthenticationOfTheDraftWhereTheServerTakesIt() {
    serve(
        OAUTH + "/a",
        "/a",
        list("token_endpoint_auth_methods_supported", "client_secret_basic client_secret_post"));
    for (ClientAuthentication method :
        List.of(
            ClientAuthentication.CLIENT_SECRET_POST,
            ClientAuthentication.CLIENT_SECRET_BASIC_RAW)) {
      ProviderSettings draft = node.settings("By " + method).clientAuthentication(method).build();
      ProviderSettings filled = node.auth.discovery().fetch(issuer("/a"), draft).settings();

      assertThat(node.auth.providers().create(filled).clientAuthentication()).isEqualTo(method);
    }
  }

  @Test
  void choosesForTheRevocationEndpointWhatItTakes() {
    DiscoveryReport report =
        discovered(
            list("token_endpoint_auth_methods_supported", "client_secret_basic")
                + list("revocation_endpoint_auth_methods_supported", "client_secret_post"));

    assertThat(created(report.settings()).requests().revocationAuthentication())
        .isEqualTo(RevocationAuthentication.CLIENT_SECRET_POST);
  }

  @Test
  void saysWhatDoesNotFitTheServer() {
    DiscoveryReport report =
        discovered(
            list("token_endpoint_auth_methods_supported", "attest_jwt")
                + list("grant_types_supported", "authorization_code implicit"));

    assertThat(report.found()).isTrue();
    assertThat(report.problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.GRANT_TYPE, ProviderField.CLIENT_AUTHENTICATION);
  }

  @Test
  void theIntrospectionEndpointIsFilledInToo() {
    DiscoveryReport report =
        discovered(member("introspection_endpoint", server.url("/introspect")));

    assertThat(created(report.settings()).introspectionEndpoint())
        .hasValue(URI.create(server.url("/introspect")));
  }

  @Test
  void leavesEndpointsOfAnotherHostToAnAdministrator() {
    String elsewhere = server.url("/token").replace("127.0.0.1", "localhost");
    serve(OAUTH, "", member("revocation_endpoint", server.url("/revoke")), elsewhere);

    DiscoveryReport report = node.auth.discovery().fetch(issuer(""));

    assertThat(report.found()).isTrue();
    assertThat(report.toConfirm())
        .isEqualTo(Map.of(ProviderField.TOKEN_ENDPOINT, URI.create(elsewhere)));
    assertThat(report.filled()).doesNotContainKey(ProviderField.TOKEN_ENDPOINT);
    assertThat(report.text()).contains("confirm the endpoints");
    assertThat(report.toMap()).containsEntry("to_confirm", Map.of("token_endpoint", elsewhere));
    assertThatThrownBy(() -> created(report.settings()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("token endpoint is missing");
    assertThat(created(report.confirmedSettings()).tokenEndpoint()).hasToString(elsewhere);
  }

  @Test
  void asksForNoConfirmationOfWhatTheDraftHasAlready() {
    String elsewhere = server.url("/token").replace("127.0.0.1", "localhost");
    serve(OAUTH, "", "", elsewhere);
    ProviderSettings draft = node.settings("CRM").tokenEndpoint(elsewhere).build();

    assertThat(node.auth.discovery().fetch(issuer(""), draft).toConfirm()).isEmpty();
  }

  @Test
  void takesRevocationEndpointsThatAreRefusedHereForMissing() {
    serve(
        OAUTH,
        "",
        member("revocation_endpoint", "http://login.example.com/revoke"),
        server.url("/token"));

    DiscoveryReport report = node.auth.discovery().fetch(issuer(""));

    assertThat(report.found()).isTrue();
    assertThat(report.problems())
        .singleElement()
        .returns(ProviderField.REVOCATION_ENDPOINT, FieldProblem::field)
        .asString()
        .contains("is refused here: it must start with https://")
        .doesNotContain("login.example.com");
    assertThat(created(report.settings()).revocationEndpoint()).isEmpty();
  }
}
