package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.AuthorizationRequestSettings;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator types about authorization requests, and what discovery fills in. */
class AuthorizationRequestSettingsTest extends MetadataNode {

  private ProviderSettings.Builder settings(Consumer<AuthorizationRequestSettings> more) {
    return node.settings("CRM")
        .grantType(GrantType.AUTHORIZATION_CODE)
        .authorizationRequests(a -> a.endpoint(server.url("/authorize")))
        .authorizationRequests(more);
  }

  private Provider made(Consumer<AuthorizationRequestSettings> more) {
    return node.auth.providers().create(settings(more).build());
  }

  private List<ProviderField> refused(ProviderSettings.Builder settings) {
    return catchThrowableOfType(
            InvalidSettingsException.class, () -> node.auth.providers().create(settings.build()))
        .problems()
        .stream()
        .map(FieldProblem::field)
        .toList();
  }

  private ProviderRow row(Provider provider) {
    return node.store
        .providers()
        .find(new ProviderKey("acme", provider.id().value()))
        .orElseThrow();
  }

  @Test
  void areStoredAndShown() {
    Provider provider =
        made(a -> a.parameter("prompt", "consent").parameter("access_type", "offline"));

    assertThat(provider.grantType()).isEqualTo(GrantType.AUTHORIZATION_CODE);
    assertThat(provider.authorizationEndpoint()).hasValue(URI.create(server.url("/authorize")));
    assertThat(provider.pushedAuthorizationRequestEndpoint()).isEmpty();
    assertThat(provider.authorizationParameters())
        .containsExactly("prompt=consent", "access_type=offline");
    assertThat(provider.issuerInResponses()).isFalse();
    assertThat(provider.toMap())
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("authorization_endpoint", server.url("/authorize"))
        .containsEntry(
            "authorization_parameters", List.of("prompt=consent", "access_type=offline"));
  }

  @Test
  void areOfTheAuthorizationCodeGrantAlone() {
    assertThat(refused(settings(a -> a.endpoint(null))))
        .containsExactly(ProviderField.AUTHORIZATION_ENDPOINT);
    assertThat(
            refused(
                node.settings("CRM")
                    .authorizationRequests(a -> a.endpoint(server.url("/authorize")))))
        .containsExactly(ProviderField.AUTHORIZATION_ENDPOINT);
    assertThat(ProviderSettings.authorizationCode().build()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.com/authorize",
        "https://login.example.com/authorize?client_secret=x",
        "https://login.example.com/authorize?client_id=billing",
        "https://login.example.com/authorize?a=b&state=x",
        "https://login.example.com/authorize#there",
        "https://user@login.example.com/authorize",
        "https://10.0.0.1/authorize"
      })
  void wantAnEndpointThatThePolicyAllows(String url) {
    assertThat(refused(settings(a -> a.endpoint(url))))
        .containsExactly(ProviderField.AUTHORIZATION_ENDPOINT);
    if (!url.contains("?")) {
      assertThat(refused(settings(a -> a.pushEndpoint(url))))
          .containsExactly(ProviderField.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_id=x",
        "Client-Id=x",
        "state=x",
        "response_mode=fragment",
        "request=x",
        "request_uri=x",
        "redirect_uri=x",
        "code_challenge=x",
        "client_secret=x",
        "client_assertion=x",
        "api_key=x",
        "=x",
        "empty=",
        "two words=x",
        "line=a\nb",
        "other=ä"
      })
  void takeNoParameterThatTheRequestHasOrThatNobodyMaySee(String parameter) {
    String[] parts = parameter.split("=", 2);

    assertThat(refused(settings(a -> a.parameter(parts[0], parts[1]))))
        .containsExactly(ProviderField.AUTHORIZATION_PARAMETERS);
    assertThat(refused(settings(a -> a.parameter("prompt", "a").parameter("prompt", "b"))))
        .containsExactly(ProviderField.AUTHORIZATION_PARAMETERS);
  }

  @Test
  void wantTheIssuerWhereResponsesNameIt() {
    assertThat(refused(settings(a -> a.issuerInResponses(true))))
        .containsExactly(ProviderField.ISSUER);
  }

  @Test
  void endNoTokenWhenTheyAreEditedButWantTheSecretForAnotherPlaceToPushTo() {
    Provider before = made(a -> {});
    Provider edited =
        node.edit(
            before.id(),
            d ->
                d.authorizationRequests(
                    a -> a.endpoint(server.url("/other")).parameter("prompt", "login")));

    assertThat(row(edited).epoch()).isEqualTo(row(before).epoch());
    InvalidSettingsException refusal =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () ->
                node.edit(
                    edited.id(),
                    d -> d.authorizationRequests(a -> a.pushEndpoint(server.url("/par")))));
    assertThat(refusal)
        .hasMessageContaining("entered again")
        .hasMessageContaining("new pushed authorization request endpoint");
  }

  private DiscoveryReport discovered(ProviderSettings draft, String more) {
    serve(OAUTH + "/a", "/a", more);
    return node.auth.discovery().fetch(issuer("/a"), draft);
  }

  @Test
  void areFilledInFromMetadata() {
    String more =
        member("authorization_endpoint", server.url("/authorize"))
            + member("pushed_authorization_request_endpoint", server.url("/par"))
            + ",\"authorization_response_iss_parameter_supported\":true"
            + list("code_challenge_methods_supported", "plain S256");

    DiscoveryReport report = discovered(ProviderSettings.authorizationCode().build(), more);

    assertThat(report.filled())
        .containsEntry(ProviderField.AUTHORIZATION_ENDPOINT, server.url("/authorize"))
        .containsEntry(ProviderField.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT, server.url("/par"))
        .containsEntry(ProviderField.ISSUER_IN_RESPONSES, "true");
    assertThat(report.problems()).isEmpty();
    Provider provider = created(report.settings());
    assertThat(provider.issuerInResponses()).isTrue();
    assertThat(discovered(ProviderSettings.clientCredentials().build(), more).filled())
        .doesNotContainKey(ProviderField.AUTHORIZATION_ENDPOINT);
  }

  @Test
  void waitForAnAdministratorWhereTheEndpointIsOfAnotherHost() {
    DiscoveryReport report =
        discovered(
            ProviderSettings.authorizationCode().build(),
            member("authorization_endpoint", "https://login.example.com/authorize"));

    assertThat(report.toConfirm())
        .isEqualTo(
            Map.of(
                ProviderField.AUTHORIZATION_ENDPOINT,
                URI.create("https://login.example.com/authorize")));
  }

  @Test
  void tellOfAServerThatTakesNoS256() {
    DiscoveryReport report =
        discovered(
            ProviderSettings.authorizationCode().build(),
            member("authorization_endpoint", server.url("/authorize"))
                + list("code_challenge_methods_supported", "plain"));

    assertThat(report.problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.AUTHORIZATION_ENDPOINT);
  }
}
