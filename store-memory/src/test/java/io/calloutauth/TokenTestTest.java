package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTestTest extends NodeTest {

  @Test
  void eachStepThatPassesIsReported() {
    Provider provider = created("CRM");

    TestReport report = node.auth.tokens().test(provider.id());

    assertThat(report.passed()).isTrue();
    assertThat(report.steps())
        .extracting(Step::subject)
        .containsExactly(Subject.TOKEN, Subject.SCOPE, Subject.TEST_ENDPOINT);
    assertThat(server.arrivedAt("/me").findFirst().orElseThrow().authorization())
        .isEqualTo("Bearer token-1");
    assertThat(report.toString()).doesNotContain("token-1");
  }

  @Test
  void asksForNoTokenBesideTheOnlyOneThatMayLive() {
    Provider provider = created("CRM");
    node.edit(provider.id(), draft -> draft.singleToken(true));
    node.auth.tokens().obtain(provider.id());
    ProviderSettings edit = providers().find(provider.id()).orElseThrow().toSettings();

    TestReport unchanged = providers().check(edit);
    TestReport switchedOff = providers().check(edit.toBuilder().singleToken(false).build());
    node.auth.tokens().test(provider.id());

    assertThat(server.exchanges()).isEqualTo(1);
    for (TestReport report : List.of(unchanged, switchedOff)) {
      assertThat(report.passed()).isFalse();
      assertThat(report.steps()).hasSize(1);
      assertThat(report.steps().get(0).text())
          .startsWith("No token was asked for: the server lets one live at a time");
    }
  }

  @Test
  void asksForTheOnlyTokenThatMayLiveWhenNoneIsInUse() {
    Provider provider = created("CRM");
    node.edit(provider.id(), draft -> draft.singleToken(true));
    ProviderSettings edit = providers().find(provider.id()).orElseThrow().toSettings();

    assertThat(providers().check(edit).steps().get(0).text())
        .isEqualTo(
            "A token was issued; the server lets one live at a time: those that it issued to this"
                + " client before have ended");
    node.auth.tokens().obtain(provider.id());
    node.pass(Duration.ofHours(2));
    assertThat(providers().check(edit).passed()).isTrue();
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void warnsThatACheckOfADraftEndedTheOtherTokens() {
    TestReport report = providers().check(node.settings("CRM").singleToken(true).build());

    assertThat(report.passed()).isTrue();
    assertThat(report.steps().get(0).text()).endsWith("before have ended");
    assertThat(providers().check(node.settings("CRM").build()).steps().get(0).text())
        .isEqualTo("A token was issued");
  }

  @Test
  void checksAnotherClientBesideTheOnlyTokenThatMayLive() {
    Provider provider = created("CRM");
    node.edit(provider.id(), draft -> draft.singleToken(true));
    node.auth.tokens().obtain(provider.id());
    Provider saved = providers().find(provider.id()).orElseThrow();

    TestReport report = providers().check(saved.toSettings().toBuilder().clientId("other").build());

    assertThat(report.passed()).isTrue();
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void usesTheTokenThatIsHeld() {
    Provider provider = node.bound("n");
    node.token("n");

    node.auth.tokens().test(provider.id());

    assertThat(server.exchanges()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "401, '', refuses the token",
    "403, 'Bearer error=\"insufficient_scope\"', lacks scope",
    "403, '', denies access",
    "404, '', nothing to GET",
    "405, '', nothing to GET",
    "429, '', too many requests",
    "400, '', refuses the request",
    "500, '', failed",
    "503, '', failed",
    "302, '', redirects"
  })
  void everyAnswerOfTheTestEndpointHasItsWords(int status, String challenge, String words) {
    Map<String, String> headers =
        status == 302
            ? Map.of("Location", server.url("/elsewhere"))
            : challenge.isEmpty() ? Map.of() : Map.of("WWW-Authenticate", challenge);
    server.answerTests(new TokenServer.Answer(status, "A SERVER'S WORDS", headers));

    TestReport report = node.auth.tokens().test(created("CRM").id());

    assertThat(report.passed()).isFalse();
    Step last = report.steps().get(2);
    assertThat(last.passed()).isFalse();
    assertThat(last.text()).contains(words).contains("status " + status);
    assertThat(report.toString()).doesNotContain("WORDS").doesNotContain("token-1");
    assertThat(server.arrivedAt("/elsewhere")).isEmpty();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void aTestEndpointThatCannotBeReachedIsAStep() throws Exception {
    try (ClosedPort gone = new ClosedPort()) {
      Provider provider =
          providers().create(node.settings("CRM").testEndpoint(gone.url("/me")).build());

      Step last = node.auth.tokens().test(provider.id()).steps().get(2);

      assertThat(last.passed()).isFalse();
      assertThat(last.text()).contains("cannot be reached");
    }
  }

  @Test
  void missingScopeIsAStepThatNamesIt() {
    server.answerTokens(
        n ->
            new TokenServer.Answer(
                200,
                "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60,"
                    + "\"scope\":\"b\"}"));
    Provider provider = providers().create(node.settings("CRM").scope("a b c").build());

    TestReport report = node.auth.tokens().test(provider.id());

    assertThat(report.passed()).isFalse();
    assertThat(report.steps().get(0).text())
        .isEqualTo("A token was issued: less scope was granted than asked for");
    assertThat(report.steps().get(1))
        .isEqualTo(
            new Step(Subject.SCOPE, false, "Not granted of the scope asked for: a c", "not_granted")
                .with("missing", List.of("a", "c")));
    assertThat(report.steps())
        .extracting(Step::code)
        .containsExactly("issued", "not_granted", "accepted");
    assertThat(report.steps().get(2).passed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "401, invalid_client, Check client id",
    "400, unauthorized_client, Have the grant type allowed",
    "400, invalid_scope, Check the scope",
    "400, unsupported_grant_type, Have the grant type allowed",
    "400, odd_code, documentation",
    "429, slow_down, too many requests",
    "500, server_error, fails",
    "307, x, redirects",
    "404, '', Is it the URL of the issuer"
  })
  void aTokenThatCannotBeHadIsAStepAndNotAnException(int status, String code, String words) {
    server.answerTokens(n -> TokenServer.Answer.error(status, code));

    TestReport tested = node.auth.tokens().test(created("CRM").id());
    TestReport checked = providers().check(node.settings("unsaved").build());

    assertThat(tested.steps()).hasSize(1);
    Step step = tested.steps().get(0);
    assertThat(step.subject()).isEqualTo(Subject.TOKEN);
    assertThat(step.passed()).isFalse();
    assertThat(step.text()).contains(words).endsWith("status " + status + ")");
    assertThat(checked.steps()).isEqualTo(tested.steps());
    assertThat(server.arrivedAt("/me")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "orders.write orders.delete, ask for orders.delete (",
    "orders.write, ask for more (",
    "'', ask for more ("
  })
  void theScopeThatTheTestEndpointMissesIsNamed(String wanted, String words) {
    String challenge = "Bearer error=\"insufficient_scope\", scope=\"" + wanted + "\"";
    server.answerTests(new TokenServer.Answer(403, "", Map.of("WWW-Authenticate", challenge)));

    TestReport report = node.auth.tokens().test(created("CRM").id());

    assertThat(report.steps().get(2).text()).contains(words);
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void moreThanTenTestsAMinuteAreRefusedForOneProvider() {
    Provider provider = created("CRM");
    for (int i = 0; i < 5; i++) {
      node.auth.tokens().test(provider.id());
      providers().check(provider.toSettings());
    }

    assertThatThrownBy(() -> node.auth.tokens().test(provider.id()))
        .isInstanceOfSatisfying(
            TooManyAttemptsException.class, e -> assertThat(e.id()).contains(provider.id()));
    assertThatThrownBy(() -> providers().check(provider.toSettings()))
        .isInstanceOfSatisfying(
            TooManyAttemptsException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(1)));
    assertThat(server.arrivedAt("/me")).hasSize(10);
    node.pass(Duration.ofMinutes(1));
    assertThat(node.auth.tokens().test(provider.id()).passed()).isTrue();
  }

  @Test
  void moreThanSixtyChecksAMinuteAreRefusedForOneTenantAndNotForAnother() {
    ProviderSettings draft = node.settings("CRM").build();
    for (int i = 0; i < 60; i++) {
      providers().check(draft);
    }

    assertThatThrownBy(() -> providers().check(draft))
        .isInstanceOfSatisfying(TooManyAttemptsException.class, e -> assertThat(e.id()).isEmpty());
    assertThat(node.tenants.tenant("other").providers().check(draft).passed()).isTrue();
    assertThat(server.exchanges()).isEqualTo(61);
  }

  @Test
  void aCheckCountsOnceWhateverItTries() {
    server.answerTokens(n -> new TokenServer.Answer(401, "", Map.of()));
    ProviderSettings draft = node.settings("CRM").clientSecret("s3+cret").build();
    for (int i = 0; i < 60; i++) {
      assertThat(providers().check(draft).passed()).isFalse();
    }
    assertThat(server.exchanges()).isEqualTo(60 * 3);

    assertThatThrownBy(() -> providers().check(draft)).isInstanceOf(TooManyAttemptsException.class);
    assertThat(server.exchanges()).isEqualTo(60 * 3);
  }

  @Test
  void aCheckOfAnEditCountsOnceAmongTheTenOfItsProviderWhateverItTries() {
    server.answerTokens(n -> new TokenServer.Answer(401, "", Map.of()));
    ProviderSettings edit = created("CRM").toSettings().toBuilder().clientSecret("s3+cret").build();
    for (int i = 0; i < 10; i++) {
      assertThat(providers().check(edit).passed()).isFalse();
    }

    assertThatThrownBy(() -> providers().check(edit)).isInstanceOf(TooManyAttemptsException.class);
    assertThat(server.exchanges()).isEqualTo(10 * 3);
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT_SECRET_BASIC, s3cret, 401, 2, client_secret_post, 2",
    "CLIENT_SECRET_BASIC, s3cret, 403, 2, client_secret_post, 2",
    "CLIENT_SECRET_BASIC, s3+cret, 401, 2, client_secret_basic_raw, 3",
    "CLIENT_SECRET_BASIC, s3+cret, 403, 3, client_secret_post, 3",
    "CLIENT_SECRET_POST, s3cret, 401, 2, client_secret_basic, 2",
    "CLIENT_SECRET_POST, s3~cret, 401, 3, client_secret_basic_raw, 3",
    "CLIENT_SECRET_BASIC_RAW, s3~cret, 401, 2, client_secret_basic, 3",
    "CLIENT_SECRET_BASIC_RAW, s3~cret, 403, 3, client_secret_post, 3"
  })
  void checkTriesTheOtherAuthenticationsToTheEndOfTheListAndTestDoesNot(
      ClientAuthentication set, String secret, int status, int lucky, String other, int most) {
    TokenServer.Answer refusal = new TokenServer.Answer(status, "", Map.of());
    server.answerTokens(n -> n == lucky ? TokenServer.Answer.token("t", 60) : refusal);
    ProviderSettings draft =
        node.settings("CRM").clientAuthentication(set).clientSecret(secret).build();

    TestReport report = providers().check(draft);

    assertThat(report.passed()).isFalse();
    assertThat(report.steps()).hasSize(1);
    assertThat(report.steps().get(0).text()).endsWith("; works with " + other);
    assertThat(server.exchanges()).isEqualTo(lucky);
    node.auth.tokens().test(providers().create(draft).id());
    assertThat(server.exchanges()).isEqualTo(lucky + 1);
    assertThat(providers().check(draft).steps().get(0).text()).doesNotContain("works");
    assertThat(server.exchanges()).isEqualTo(lucky + 1 + most);
  }

  /** The way in which a secret is sent is a destination: who cannot read it may not change that. */
  @Test
  void checkSendsAKeptSecretInNoOtherWayThanItWasSetFor() {
    Provider provider = providers().create(node.settings("CRM").build());
    server.answerTokens(n -> new TokenServer.Answer(401, "", Map.of()));
    ProviderSettings edit = provider.toSettings().toBuilder().scope("other").build();

    assertThat(providers().check(edit).passed()).isFalse();
    assertThat(server.exchanges()).isEqualTo(1);

    providers().check(edit.toBuilder().clientSecret("typed").build());
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void checkTriesNothingElseWhereNotTheClientIsRefused() {
    for (TokenServer.Answer other :
        List.of(
            new TokenServer.Answer(400, "{\"error\":\"invalid_scope\"}", Map.of()),
            new TokenServer.Answer(429, "", Map.of()),
            new TokenServer.Answer(404, "", Map.of()))) {
      int before = server.exchanges();
      server.answerTokens(n -> other);

      providers().check(node.settings("CRM").build());

      assertThat(server.exchanges()).isEqualTo(before + 1);
    }
  }

  @Test
  void withoutATestEndpointThereIsNothingToTest() {
    Provider provider = providers().create(node.settings("CRM").testEndpoint("").build());

    assertThatThrownBy(() -> node.auth.tokens().test(provider.id()))
        .isInstanceOfSatisfying(
            EndpointMissingException.class,
            missing -> {
              assertThat(missing.id()).isEqualTo(provider.id());
              assertThat(missing.endpoint()).isEqualTo(ProviderField.TEST_ENDPOINT);
            });
    assertThat(server.exchanges()).isZero();
    assertThat(providers().check(provider.toSettings()).steps()).hasSize(2);
  }

  @Test
  void aDisabledProviderIsAStepToo() {
    Provider provider = providers().disable(created("CRM").id());

    assertThat(node.auth.tokens().test(provider.id()).steps().get(0).text()).contains("disabled");
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void checkStoresNothing() {
    assertThat(providers().check(node.settings("CRM").build()).passed()).isTrue();

    assertThat(providers().list(10).items()).isEmpty();
    assertThat(server.exchanges()).isEqualTo(1);
  }
}
