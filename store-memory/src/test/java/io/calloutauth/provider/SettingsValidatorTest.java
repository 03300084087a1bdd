package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.InvalidSettingsException;
import io.calloutauth.NodeTest;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RevocationAuthentication;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsValidatorTest extends NodeTest {

  @Test
  void namesEveryBadFieldAtOnceAndStoresNothing() {
    InvalidSettingsException bad =
        refused(
            draft ->
                draft
                    .name("BAD\u202eNAME")
                    .clientId("bad\0id")
                    .clientSecret("BADSECRET".repeat(2_000))
                    .tokenEndpoint("ftp://BADTOKEN.example.com")
                    .revocationEndpoint("https://BADUSER@example.com/")
                    .testEndpoint("https://example.com/#BADFRAGMENT")
                    .scope("bad\"scope")
                    .defaultLifetime(Duration.ZERO)
                    .noOrigins()
                    .origin("https://example.com/badpath"));

    assertThat(bad.problems())
        .extracting(FieldProblem::field)
        .containsExactly(
            ProviderField.NAME,
            ProviderField.CLIENT_ID,
            ProviderField.CLIENT_SECRET,
            ProviderField.TOKEN_ENDPOINT,
            ProviderField.REVOCATION_ENDPOINT,
            ProviderField.TEST_ENDPOINT,
            ProviderField.SCOPE,
            ProviderField.DEFAULT_LIFETIME,
            ProviderField.ORIGINS);
    assertThat(bad.problems()).noneMatch(problem -> problem.reason().isBlank());
    assertThat(bad.problems())
        .extracting(FieldProblem::code)
        .containsExactly(
            "invisible_characters",
            "control_characters",
            "too_long",
            "not_https",
            "user_info",
            "fragment",
            "not_a_scope",
            "out_of_range",
            "not_origins");
    assertThat(bad.problems())
        .filteredOn(problem -> problem.code().equals("out_of_range"))
        .singleElement()
        .returns(Map.of("least", 1, "most", 86_400), FieldProblem::arguments);
    assertThat(bad.problems())
        .allSatisfy(problem -> assertThat(bad).hasMessageContaining(problem.toString()));
    assertThat(bad.getMessage()).doesNotContainIgnoringCase("bad");
    assertThat(providers().list(10).items()).isEmpty();
    assertThat(node.events).isEmpty();
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void namesEveryRequiredFieldOfAnEmptyDraft() {
    InvalidSettingsException bad =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> providers().create(ProviderSettings.clientCredentials().build()));

    assertThat(bad.problems())
        .extracting(FieldProblem::toString)
        .containsExactly(
            "name is missing",
            "client id is missing",
            "client secret is missing",
            "token endpoint is missing",
            "origins must say where the token may go: list origins such as"
                + " https://api.example.com, or say * (anyOrigin() in code) for any https target");
  }

  @Test
  void anEditNamesTheSecretBesideEveryOtherBadField() {
    Provider made = created("CRM");

    InvalidSettingsException bad =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () ->
                providers()
                    .update(
                        made.id(),
                        made.version(),
                        made.toSettings().toBuilder()
                            .name("")
                            .tokenEndpoint(server.url("/elsewhere"))
                            .revocationEndpoint("ftp://x")
                            .build()));

    assertThat(bad.problems())
        .extracting(FieldProblem::field)
        .containsExactly(
            ProviderField.NAME, ProviderField.CLIENT_SECRET, ProviderField.REVOCATION_ENDPOINT);
    assertThat(bad).hasMessageContaining("token endpoint, revocation endpoint");
    assertThat(providers().find(made.id()).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void aBadCheckSendsNothing() {
    assertThat(
            catchThrowableOfType(
                InvalidSettingsException.class,
                () -> providers().check(node.settings("CRM").scope("é").build())))
        .hasMessageContaining("scope");
    assertThat(server.exchanges()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\\b", "a\tb", "a\u00a0b", "é", "a\0", "a\u007f"})
  void scopeHoldsOnlyWhatTheStandardAllows(String scope) {
    assertThat(refused(draft -> draft.scope(scope)).problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.SCOPE);
  }

  @Test
  void scopeIsBounded() {
    accepted("at most", draft -> draft.scope("s".repeat(4_096)));
    assertThat(refused(draft -> draft.scope("s".repeat(4_097)))).hasMessageContaining("4,096");
  }

  @Test
  void secretIsAnyTextOfUpToSixteenThousandCharacters() {
    accepted("long", draft -> draft.clientSecret("s".repeat(16_000)));
    accepted("unicode", draft -> draft.clientSecret("пароль 😀 \u202e \" \\"));
    assertThat(refused(draft -> draft.clientSecret("s".repeat(16_001))))
        .hasMessageContaining("client secret must have at most 16,000 characters");
    assertThat(refused(draft -> draft.clientSecret("s\ud83d")))
        .hasMessageContaining("client secret");
    assertThat(refused(draft -> draft.clientSecret(""))).hasMessageContaining("is missing");
  }

  @Test
  void aSecretOfAnyCharactersReachesTheServerAsTyped() {
    Provider made =
        providers()
            .create(
                node.settings("CRM")
                    .clientSecret("ü:+ %😀")
                    .clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
                    .build());

    node.auth.tokens().obtain(made.id());

    assertThat(server.arrivedAt("/token").findFirst().orElseThrow().body())
        .contains("client_secret=%C3%BC%3A%2B+%25%F0%9F%98%80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\nb", "a\ud800"})
  void clientIdHasNoControlCharacters(String id) {
    assertThat(refused(draft -> draft.clientId(id)))
        .hasMessageContaining("client id must not contain control characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.com/token", "login.example.com", "https://10.0.0.1/token",
        "https://169.254.169.254/", "https://intranet/", "https://a:b@example.com/",
        "https://example.com/#x", "https://example.com/?client_secret=x", "https://example.com:22/",
        "https://exa\0mple.com/"
      })
  void everyEndpointIsHeldToTheEndpointPolicy(String url) {
    InvalidSettingsException bad =
        refused(d -> d.tokenEndpoint(url).revocationEndpoint(url).testEndpoint(url));

    assertThat(bad.problems())
        .extracting(FieldProblem::field)
        .containsExactly(
            ProviderField.TOKEN_ENDPOINT,
            ProviderField.REVOCATION_ENDPOINT,
            ProviderField.TEST_ENDPOINT);
  }

  @ParameterizedTest
  @EnumSource(RevocationAuthentication.class)
  void aRevocationThatNeedsASecretNeedsAClientThatHasOne(RevocationAuthentication method) {
    ProviderSettings.Builder draft =
        node.settings("CRM").requests(r -> r.revocationAuthentication(method));
    assertThat(providers().create(draft.build()).name()).isEqualTo("CRM");
    ProviderSettings secretless =
        draft.name("SAP").clientAuthentication(ClientAuthentication.NONE).clientSecret("").build();

    if (method.needsSecret()) {
      assertThatThrownBy(() -> providers().create(secretless))
          .isInstanceOfSatisfying(
              InvalidSettingsException.class,
              bad ->
                  assertThat(bad.problems())
                      .extracting(FieldProblem::field)
                      .containsExactly(ProviderField.REVOCATION_AUTHENTICATION));
    } else {
      assertThat(providers().create(secretless).name()).isEqualTo("SAP");
    }
  }

  @Test
  void revocationAndTestEndpointAreOptional() {
    accepted("without", draft -> draft.revocationEndpoint("").testEndpoint(""));
  }

  @Test
  void lifetimeIsFromASecondToADay() {
    accepted("shortest", draft -> draft.defaultLifetime(Duration.ofSeconds(1)));
    accepted("longest", draft -> draft.defaultLifetime(Duration.ofDays(1)));
    assertThat(refused(draft -> draft.defaultLifetime(Duration.ofMillis(999))))
        .hasMessageContaining("1 second to 24 hours");
    assertThat(refused(draft -> draft.defaultLifetime(Duration.ofDays(1).plusNanos(1))))
        .hasMessageContaining("1 second to 24 hours");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.example.com",
        "http://api.example.com",
        "https://api.example.com/path",
        "https://",
        "https://api.example.com?q",
        "https://api.example.com#f",
        "https://u@api.example.com",
        "https://*.example.com",
        "https://a b",
        "\0",
        ""
      })
  void anOriginIsSchemeHostAndPort(String origin) {
    assertThat(refused(draft -> draft.testEndpoint("").noOrigins().origin(origin)).problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.ORIGINS);
  }

  @Test
  void originsMayBePrivateHostsOfTheHostsOwn() {
    Provider made =
        accepted(
            "private",
            draft ->
                draft
                    .testEndpoint("")
                    .noOrigins()
                    .origin("https://10.0.0.1:8443")
                    .origin("https://intranet")
                    .origin("https://Intranet:443/"));

    assertThat(made.origins().list()).hasSize(2);
  }

  @Test
  void originsAreBounded() {
    List<String> hundred = IntStream.range(0, 100).mapToObj(n -> "https://h" + n).toList();
    accepted("hundred", draft -> hundred.forEach(draft.testEndpoint("").noOrigins()::origin));
    assertThat(
            refused(
                draft -> {
                  hundred.forEach(draft.testEndpoint("").noOrigins()::origin);
                  draft.origin("https://one-more");
                }))
        .hasMessageContaining("at most 100");
  }

  @Test
  void originsAreSaidInEveryCreationEditAndCheck() {
    Provider made = accepted("open", draft -> {});
    ProviderSettings silent = made.toSettings().toBuilder().noOrigins().build();

    assertThat(refused(ProviderSettings.Builder::noOrigins)).hasMessageContaining("anyOrigin()");
    for (ThrowingCallable judging :
        List.<ThrowingCallable>of(
            () -> providers().update(made.id(), made.version(), silent),
            () -> providers().check(silent),
            () -> providers().check(node.settings("new").noOrigins().build()))) {
      assertThatThrownBy(judging).hasMessageContaining("origins must say where the token may go");
    }
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void originsAreAnyOrListedButNotBoth() {
    assertThat(refused(draft -> draft.origin("https://api.example.com")).problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.ORIGINS);

    assertThat(accepted("typed", draft -> draft.noOrigins().origin("*")).origins().isAny())
        .isTrue();
    assertThat(accepted("last", d -> d.noOrigins().origin("https://a.b").anyOrigin()).origins())
        .isEqualTo(Origins.ANY);
  }

  @Test
  void testEndpointIsOneOfTheOriginsThatTheTokenMayGoTo() {
    assertThat(refused(draft -> draft.noOrigins().origin("https://api.example.com")).problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.TEST_ENDPOINT);
    accepted(
        "both",
        draft -> draft.noOrigins().origin("https://api.example.com").origin(server.url("")));
  }

  private Provider accepted(String name, Consumer<ProviderSettings.Builder> typed) {
    ProviderSettings.Builder draft = node.settings(name);
    typed.accept(draft);
    return providers().create(draft.build());
  }

  private InvalidSettingsException refused(Consumer<ProviderSettings.Builder> typed) {
    ProviderSettings.Builder draft = node.settings("CRM");
    typed.accept(draft);
    InvalidSettingsException bad =
        catchThrowableOfType(
            InvalidSettingsException.class, () -> providers().create(draft.build()));
    assertThat(providers().findByName("CRM")).isEmpty();
    assertThat(bad.retryable()).isFalse();
    return bad;
  }

  @Test
  void clientIdHasAtMost1024Characters() {
    assertThat(refused(draft -> draft.clientId("a".repeat(1_025))))
        .hasMessageContaining("client id must have at most 1,024 characters");
    String longest = "a".repeat(1_024);
    assertThat(providers().create(node.settings("CRM").clientId(longest).build()).clientId())
        .isEqualTo(longest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "70000", "99999999999"})
  void anOriginHasAPortThatThereIs(String port) {
    assertThatThrownBy(
            () ->
                providers()
                    .create(
                        node.settings("CRM")
                            .noOrigins()
                            .origin("https://api.example.com:" + port)
                            .build()))
        .isInstanceOfSatisfying(
            InvalidSettingsException.class,
            told ->
                assertThat(told.problems())
                    .extracting(FieldProblem::code)
                    .containsExactly("not_origins"));
  }

  @Test
  void anOriginMayHaveThePortsAtTheEnds() {
    Provider made =
        providers()
            .create(
                node.settings("CRM")
                    .testEndpoint(null)
                    .noOrigins()
                    .origin("https://api.example.com:1")
                    .origin("https://api.example.com:65535")
                    .build());

    assertThat(made.origins().list()).hasSize(2);
  }
}
