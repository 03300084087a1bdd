package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
  void aTestEndpointThatIsRefusedByNowIsAStepThatFails() {
    try (LogCapture log = LogCapture.start()) {
      TestReport report = tight.auth.tokens().test(provider.id());

      assertThat(report.passed()).isFalse();
      assertThat(report.steps().get(0).passed()).isTrue();
      assertThat(report.steps().get(2))
          .isEqualTo(
              new Step(Subject.TEST_ENDPOINT, false, "The test endpoint" + Advice.OUT_OF_REACH));
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains(report.correlationId()) && line.contains("refuses a stored URL"));
    }
    toldOfARefusal();
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
                        ProviderField.REVOCATION_ENDPOINT, ProviderField.TEST_ENDPOINT));
  }
}
