package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer.Answer;
import io.calloutauth.testkit.TokenServer.Arrived;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server says of its own token when a test asks it (RFC 7662). */
class IntrospectionTest extends NodeTest {

  private static final String PATH = "/introspect";

  private ProviderSettings.Builder introspected() {
    return node.settings("CRM").introspectionEndpoint(server.url(PATH));
  }

  private void say(int status, String body) {
    server.serve(PATH, new Answer(status, body));
  }

  private Step step(TestReport report) {
    return report.steps().stream()
        .filter(step -> step.subject() == Subject.INTROSPECTION)
        .findFirst()
        .orElseThrow();
  }

  private Step tested() {
    Provider made = providers().create(introspected().build());
    return step(node.auth.tokens().test(made.id()));
  }

  private long inAnHour() {
    return node.time.instant().plusSeconds(3_600).getEpochSecond();
  }

  @Test
  void aServerThatKnowsTheTokenIsAStepOfATestAndOfACheck() {
    say(200, "{\"active\":true,\"scope\":\"orders.write\",\"exp\":%d}".formatted(inAnHour()));
    Provider made = providers().create(introspected().build());

    TestReport tested = node.auth.tokens().test(made.id());
    TestReport checked = providers().check(made.toSettings());

    Step step =
        new Step(
                Subject.INTROSPECTION,
                true,
                "The server knows the token, for another 60 min",
                "active")
            .with("status", 200);
    for (TestReport report : List.of(tested, checked)) {
      assertThat(report.passed()).isTrue();
      assertThat(report.steps())
          .extracting(Step::subject)
          .containsExactly(
              Subject.TOKEN, Subject.SCOPE, Subject.INTROSPECTION, Subject.TEST_ENDPOINT);
      assertThat(step(report)).isEqualTo(step);
    }
    List<Arrived> asked = server.arrivedAt(PATH).toList();
    assertThat(asked)
        .extracting(Arrived::body)
        .containsExactly(
            "token=token-1&token_type_hint=access_token",
            "token=token-2&token_type_hint=access_token");
    assertThat(asked.get(0).authorization())
        .isEqualTo(server.arrivedAt("/token").findFirst().orElseThrow().authorization());
  }

  @Test
  void itServesWithoutATestEndpointToo() {
    say(200, "{\"active\":true}");
    Provider made = providers().create(introspected().testEndpoint("").build());

    assertThat(node.auth.tokens().test(made.id()).steps())
        .extracting(Step::subject)
        .containsExactly(Subject.TOKEN, Subject.SCOPE, Subject.INTROSPECTION);
  }

  /** Keycloak says so of a good token to a client that is not in its audience. */
  @Test
  void anInactiveTokenIsInconclusiveUnlessTheTestEndpointRefusesItToo() {
    say(200, "{\"active\":false}");
    Provider made = providers().create(introspected().build());

    TestReport good = node.auth.tokens().test(made.id());
    server.answerTests(new Answer(403, ""));
    Step denied = step(node.auth.tokens().test(made.id()));
    server.answerTests(new Answer(401, ""));
    Step refused = step(node.auth.tokens().test(made.id()));

    assertThat(good.passed()).isTrue();
    assertThat(step(good).conclusive()).isFalse();
    assertThat(step(good).text()).contains("proves nothing");
    assertThat(good.toMap().toString()).contains("conclusive=false");
    assertThat(denied.passed()).isTrue();
    assertThat(denied.conclusive()).isFalse();
    assertThat(refused.passed()).isFalse();
    assertThat(refused.conclusive()).isTrue();
  }

  static Stream<Arguments> active() {
    return Stream.of(
        arguments("", "The server knows the token"),
        arguments(",\"exp\":\"soon\",\"scope\":7,\"cnf\":7", "bound to something"),
        arguments(",\"exp\":1793534460", "for another 60 s"),
        arguments(",\"exp\":1793534340", "although it ended 60 s ago by the server's word"),
        arguments(",\"scope\":\"orders.read\"", "without scope that was granted: orders.write"),
        arguments(",\"cnf\":{\"x5t#S256\":\"a\"}", "bound to the client certificate"),
        arguments(",\"cnf\":{\"jkt\":\"a\"}", "bound to a key for DPoP"));
  }

  @ParameterizedTest
  @MethodSource("active")
  void whatDiffersFromTheTokenResponseIsTold(String members, String words) {
    assertThat(node.time.instant()).hasToString("2026-11-01T12:00:00Z");
    say(200, "{\"active\":true%s}".formatted(members));

    Step step = tested();

    assertThat(step.passed()).isTrue();
    assertThat(step.text()).contains(words);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        arguments(200, "<html>Sign in</html>", "is no introspection response"),
        arguments(200, "", "is no introspection response"),
        arguments(200, "{}", "is no introspection response"),
        arguments(200, "{\"active\":\"true\"}", "is no introspection response"),
        arguments(200, "[true]", "is no introspection response"),
        arguments(200, "{\"active\":true", "is no introspection response"),
        arguments(200, "{\"active\":true,\"active\":false}", "has a member twice"),
        arguments(200, "{\"active\":true,\"a\":\"" + "x".repeat(6_000_000), "longer or deeper"),
        arguments(200, "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}", "longer or deeper"),
        arguments(302, "", "introspection endpoint redirects"),
        arguments(400, "{\"error\":\"invalid_client\"}", "does not accept the client"),
        arguments(400, "{\"error\":\"invalid_request\"}", "refuses the request"),
        arguments(401, "", "does not accept the client"),
        arguments(403, "", "refuses the request"),
        arguments(404, "", "There is no introspection endpoint at this URL"),
        arguments(429, "", "too many requests"),
        arguments(500, "", "failed"),
        arguments(503, "", "too many requests"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatSaysNothingIsAStepThatFails(int status, String body, String words) {
    say(status, body);

    Step step = tested();

    assertThat(step.passed()).isFalse();
    assertThat(step.text()).contains(words).endsWith("(status " + status + ")");
  }

  @Test
  void nothingOfWhatAServerEchoesIsToldOrLogged() {
    String secret = "s3cret%20of%20CRM";
    say(200, "{\"active\":true,\"scope\":\"token-1 orders.write\",\"secret\":\"" + secret + "\"}");
    try (LogCapture log = LogCapture.start()) {
      Step step = tested();
      assertThat(step.text()).isEqualTo("The server knows the token");
      server.serve(
          PATH, new Answer(302, "", Map.of("Location", "https://else.example.com/token-1")));
      TestReport checked = providers().check(introspected().build());
      assertThat(checked.toString()).doesNotContain("token-1", "token-2", "s3cret");
      assertThat(log.lines().toString()).doesNotContain("token-1", "token-2", "s3cret");
    }
  }

  @Test
  void aSecretIsTypedAgainBeforeItGoesToAnotherIntrospectionEndpoint() {
    Provider made = providers().create(node.settings("CRM").build());

    InvalidSettingsException refused =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> node.edit(made.id(), draft -> draft.introspectionEndpoint(server.url(PATH))));

    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().get(0).field()).isEqualTo(ProviderField.CLIENT_SECRET);
    assertThat(refused.problems().get(0).reason()).contains("introspection endpoint");
    Provider introspected =
        node.edit(
            made.id(),
            draft -> draft.clientSecret("typed").introspectionEndpoint(server.url(PATH)));
    assertThat(introspected.introspectionEndpoint()).isPresent();
    assertThat(
            node.edit(made.id(), draft -> draft.introspectionEndpoint("")).introspectionEndpoint())
        .isEmpty();
  }

  /** While a secret is rolled, the server may know the next one alone. */
  @Test
  void theOtherSecretIsShownWhereTheServerRefusesTheFirst() {
    say(401, "{\"error\":\"invalid_client\"}");
    Provider made = providers().create(introspected().build());
    providers().addSecret(made.id(), made.version(), "s3cret of tomorrow");

    node.auth.tokens().test(made.id());

    assertThat(server.arrivedAt(PATH)).extracting(Arrived::authorization).doesNotHaveDuplicates();
    assertThat(server.arrivedAt(PATH)).hasSize(2);
  }

  @Test
  void aPublicClientNamesItself() {
    say(200, "{\"active\":true}");
    Provider made =
        providers()
            .create(
                introspected()
                    .clientSecret("")
                    .clientAuthentication(ClientAuthentication.NONE)
                    .build());

    node.auth.tokens().test(made.id());

    assertThat(server.arrivedAt(PATH).findFirst().orElseThrow().body())
        .contains("client_id=billing");
  }
}
