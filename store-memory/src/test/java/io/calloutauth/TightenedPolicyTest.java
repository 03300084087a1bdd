package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints that were saved under a policy which let them pass, and that the next one refuses. */
class TightenedPolicyTest {

  private TokenServer server;
  private Node loose;
  private Node tight;
  private Provider provider;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    PublicEndpoints policy =
        PublicEndpoints.builder()
            .allowLoopbackHttp()
            .allowHostAndPort("crm.internal", 8443)
            .build();
    loose = Node.start(server, builder -> builder.endpointPolicy(policy));
    provider =
        loose
            .auth
            .providers()
            .create(
                loose
                    .settings("CRM")
                    .revocationEndpoint("https://crm.internal:8443/revoke")
                    .introspectionEndpoint("https://crm.internal:8443/introspect")
                    .testEndpoint("https://crm.internal:8443/me")
                    .build());
    loose.auth.notifications().bind("n", provider.id());
    tight = Node.over(loose.store, loose.cipher, loose.time, server);
  }

  @AfterEach
  void stop() {
    tight.close();
    loose.close();
    server.close();
  }

  @Test
  void endpointsOfATestThatAreRefusedByNowAreStepsThatFail() {
    try (LogCapture log = LogCapture.start()) {
      TestReport report = tight.auth.tokens().test(provider.id());

      assertThat(report.passed()).isFalse();
      assertThat(report.steps().get(0).passed()).isTrue();
      assertThat(report.steps().subList(2, 4))
          .containsExactly(
              new Step(
                  Subject.INTROSPECTION,
                  false,
                  "The introspection endpoint" + Advice.OUT_OF_REACH,
                  "unreachable"),
              new Step(
                  Subject.TEST_ENDPOINT,
                  false,
                  "The test endpoint" + Advice.OUT_OF_REACH,
                  "unreachable"));
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains(report.correlationId()) && line.contains("refuses a stored URL"));
    }
    toldOfARefusal();
  }

  @ParameterizedTest
  @CsvSource({
    "https://crm.internal:8443/authorize, , AUTHORIZATION_ENDPOINT",
    "https://crm.internal:8443/authorize, https://crm.internal:8443/par,"
        + " PUSHED_AUTHORIZATION_REQUEST_ENDPOINT",
    "https://crm.example.com/authorize, https://crm.internal:8443/par,"
        + " PUSHED_AUTHORIZATION_REQUEST_ENDPOINT"
  })
  void anEndpointThatAuthorizationsBeginAtIsToldByItsName(
      String authorization, String push, ProviderField refusedOne) {
    Provider person =
        loose
            .auth
            .providers()
            .create(
                loose
                    .settings("of a person")
                    .grantType(GrantType.AUTHORIZATION_CODE)
                    .authorizationRequests(a -> a.endpoint(authorization).pushEndpoint(push))
                    .build());
    URI callback = URI.create("https://host.example.com/callback/" + person.id());

    assertThatThrownBy(() -> tight.auth.authorizations().begin(person.id(), callback, "login"))
        .isInstanceOfSatisfying(
            EndpointRefusedException.class,
            refused -> assertThat(refused.endpoint()).isEqualTo(refusedOne))
        .hasMessage(
            "The " + refusedOne.label() + " of the provider " + person.id() + Advice.OUT_OF_REACH);
  }

  @Test
  void aRevocationEndpointThatIsRefusedByNowIsNoMissingOne() {
    tight.token("n");

    assertThatThrownBy(() -> tight.auth.tokens().revoke(provider.id()))
        .isInstanceOfSatisfying(
            EndpointRefusedException.class,
            refused ->
                assertThat(refused)
                    .returns(provider.id(), EndpointRefusedException::id)
                    .returns(ProviderField.REVOCATION_ENDPOINT, EndpointRefusedException::endpoint))
        .hasMessage(
            "The revocation endpoint of the provider " + provider.id() + Advice.OUT_OF_REACH);
    assertThat(tight.token("n")).isEqualTo("token-2"); // here the token was dropped
    toldOfARefusal();
  }

  private void toldOfARefusal() {
    Eventually.holds(
        () -> tight.events.stream().anyMatch(event -> event.type() == EventType.ENDPOINT_REFUSED));
  }

  /** Through a browser everybody on its way reads what was meant for the server alone. */
  @Test
  void whatCannotBePushedAnyMoreDoesNotGoThroughABrowser() {
    Provider pushing =
        loose
            .auth
            .providers()
            .create(
                loose
                    .settings("pushing")
                    .grantType(GrantType.AUTHORIZATION_CODE)
                    .authorizationRequests(
                        a ->
                            a.endpoint(server.url("/authorize"))
                                .pushEndpoint("https://crm.internal:8443/par"))
                    .build());
    URI callback = URI.create("https://host.example.com/callback/" + pushing.id());

    assertThatThrownBy(() -> tight.auth.authorizations().begin(pushing.id(), callback, "login"))
        .isInstanceOf(EndpointRefusedException.class);
    toldOfARefusal();
  }

  @Test
  void theNextEditTellsWhichEndpointsAreRefused() {
    assertThatThrownBy(
            () ->
                tight
                    .auth
                    .providers()
                    .update(provider.id(), provider.version(), provider.toSettings()))
        .isInstanceOfSatisfying(
            InvalidSettingsException.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(FieldProblem::field)
                    .containsExactly(
                        ProviderField.REVOCATION_ENDPOINT,
                        ProviderField.INTROSPECTION_ENDPOINT,
                        ProviderField.TEST_ENDPOINT));
  }
}
