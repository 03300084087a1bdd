package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.InvalidSettingsException;
import io.calloutauth.NodeTest;
import io.calloutauth.TestReport;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.store.ProviderKey;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes along when a value is copied, what is typed in the wrong place, and what is not. */
class TypedSettingsTest extends NodeTest {

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\n", "s3cret\r\n", "\ts3cret", "s3\0cret", "s3cret\u0085"})
  void aSecretHasNoControlCharacters(String secret) {
    assertThat(refused(draft -> draft.clientSecret(secret)))
        .singleElement()
        .hasToString(
            "client secret must not contain control characters such as the line break at a file's"
                + " end");
  }

  @Test
  void blanksAtTheEndOfASecretFailAStepOfACheckAndNothingElse() {
    ProviderSettings draft = node.settings("CRM").clientSecret("s3cret ").build();

    TestReport report = providers().check(draft);

    assertThat(report.passed()).isFalse();
    TestReport.Step step = report.steps().get(0);
    assertThat(step.subject()).isEqualTo(TestReport.Subject.CLIENT_SECRET);
    assertThat(step.passed()).isFalse();
    assertThat(step.text())
        .isEqualTo(
            "The client secret begins or ends with a blank: type it again without, unless the"
                + " server gave it so");
    assertThat(report.steps()).filteredOn(each -> !each.passed()).hasSize(1);
    Provider made = providers().create(draft);
    assertThat(providers().check(made.toSettings()).steps().get(0).subject())
        .isEqualTo(TestReport.Subject.CLIENT_SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.com",
        "https://login.example.com/",
        "https://login.example.com/?tenant=a",
        "https://login.example.com/.well-known/openid-configuration",
        "https://login.example.com/realms/a/.well-known/oauth-authorization-server"
      })
  void anIssuerIsNoTokenEndpoint(String url) {
    assertThat(refused(draft -> draft.tokenEndpoint(url)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo(ProviderField.TOKEN_ENDPOINT);
              assertThat(problem.reason()).contains("not the issuer", "token_endpoint");
            });
  }

  @Test
  void idsAndUrlsAreTrimmed() {
    Provider made =
        providers()
            .create(
                node.settings("CRM")
                    .clientId(" billing\t")
                    .tokenEndpoint(" " + server.url("/token") + " ")
                    .revocationEndpoint(server.url("/revoke") + "\n")
                    .testEndpoint(" " + server.url("/me"))
                    .noOrigins()
                    .origin(" " + server.url("") + " ")
                    .requests(r -> r.resource(" urn:a "))
                    .build());

    assertThat(made.clientId()).isEqualTo("billing");
    assertThat(made.tokenEndpoint()).hasToString(server.url("/token"));
    assertThat(made.requests().resources()).hasToString("[urn:a]");
    assertThat(providers().check(made.toSettings()).passed()).isTrue();
  }

  @Test
  void nullIsNone() {
    ProviderSettings empty =
        ProviderSettings.clientCredentials()
            .name(null)
            .grantType(null)
            .clientId(null)
            .clientSecret(null)
            .tokenEndpoint(null)
            .revocationEndpoint(null)
            .testEndpoint(null)
            .scope(null)
            .clientAuthentication(null)
            .defaultLifetime(null)
            .origin(null)
            .renewalBody(null)
            .requests(
                r ->
                    r.audience(null)
                        .resource(null)
                        .scopeSeparator(null)
                        .bodyFormat(null)
                        .revocationAuthentication(null)
                        .parameter("a", null)
                        .header("X-A", null)
                        .userAgent(null))
            .responses(
                r ->
                    r.lifetimeUnit(null)
                        .tokenTypeAlias(null)
                        .tokenPointer(null)
                        .tokenTypePointer(null)
                        .lifetimePointer(null))
            .build();

    assertThat(StoredSettings.of(empty.draft()).toMap()).isEqualTo(Map.of("format", "1"));
  }

  @Test
  void anEditKeepsWhatIsAbsentAndRemovesWhatIsNullOrEmpty() {
    Provider made =
        providers()
            .create(
                node.settings("CRM")
                    .requests(r -> r.audience("a").parameter("p", "1").parameter("q", "2"))
                    .build());

    Provider edited =
        node.edit(
            made.id(),
            draft ->
                draft
                    .scope(null)
                    .requests(r -> r.audience("").parameter("p", null).userAgent("acme/1")));

    assertThat(edited.scope().isEmpty()).isTrue();
    assertThat(edited.requests().audience()).isEmpty();
    assertThat(edited.requests().parameterNames()).containsExactly("q");
    assertThat(sealed(edited)).containsOnlyKeys("client_secret", "parameter:q");
    InvalidSettingsException bad =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> node.edit(made.id(), draft -> draft.clientSecret(null)));
    assertThat(bad).hasMessageContaining("client secret is missing");
  }

  private Map<String, ?> sealed(Provider provider) {
    return node.store
        .providers()
        .find(new ProviderKey("acme", provider.id().value()))
        .orElseThrow()
        .content()
        .secrets();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"acme-billing/2.1", "acme", "acme/1 (build 7; linux) java/17", " trimmed/1 "})
  void theUserAgentIsSent(String product) {
    Provider made =
        providers().create(node.settings("CRM").requests(r -> r.userAgent(product)).build());

    node.auth.tokens().obtain(made.id());

    assertThat(made.requests().userAgent()).contains(product.strip());
    assertThat(server.arrivedAt("/token").findFirst().orElseThrow().userAgent())
        .isEqualTo(product.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b/c", "acme\r\nX-A: b", "(only a comment)", "\u00e9/1", "a  b", "a (b"})
  void aUserAgentIsMadeOfProducts(String product) {
    assertThat(refused(draft -> draft.requests(r -> r.userAgent(product))))
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.USER_AGENT);
  }

  @ParameterizedTest
  @EnumSource
  void theClientIdIsInTheBodyBesideBasicOnly(ClientAuthentication method) {
    ProviderSettings.Builder draft =
        node.settings("CRM").clientAuthentication(method).requests(r -> r.clientIdInBody(true));
    if (!method.usesBasic()) {
      assertThat(refused(d -> d.clientAuthentication(method).requests(r -> r.clientIdInBody(true))))
          .extracting(FieldProblem::field)
          .contains(ProviderField.CLIENT_ID_IN_BODY);
      return;
    }

    node.auth.tokens().obtain(providers().create(draft.build()).id());

    assertThat(server.arrivedAt("/token").findFirst().orElseThrow())
        .satisfies(
            request -> {
              assertThat(request.body()).contains("client_id=billing");
              assertThat(request.authorization()).startsWith("Basic ");
            });
  }

  private List<FieldProblem> refused(Consumer<ProviderSettings.Builder> typed) {
    ProviderSettings.Builder draft = node.settings("CRM");
    typed.accept(draft);
    return catchThrowableOfType(
            InvalidSettingsException.class, () -> providers().create(draft.build()))
        .problems();
  }
}
