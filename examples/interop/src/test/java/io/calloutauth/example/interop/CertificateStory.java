package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.DiscoveryReport;
import io.calloutauth.RevocationReport;
import io.calloutauth.TestReport.Step;
import io.calloutauth.TokenState;
import io.calloutauth.example.servers.Delivery;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that show a certificate in TLS to a real server (RFC 8705). */
abstract class CertificateStory extends AuthenticationStory {

  List<ShowingClient> showing() {
    return clients.showing();
  }

  @ParameterizedTest
  @MethodSource("showing")
  void rollsACertificate(ShowingClient client) throws Exception {
    ProviderId id = host.bind(host.showing(client).build());
    assertThat(host.callout()).isEqualTo(204);

    host.correct(id, host.showing(client).clientCertificate(client.next().typed(), null).build());

    assertThat(auth().tokens().refresh(id).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(shown(id)).isNotEqualTo(shown(bound(client)));
    assertThat(host.callout()).isEqualTo(204);
    assertThat(receiver().refusals()).isZero();
  }

  private ProviderId bound(ShowingClient client) {
    return auth().providers().create(host.showing(client).name("before").build()).id();
  }

  private String shown(ProviderId id) {
    return auth()
        .providers()
        .find(id)
        .flatMap(Provider::clientCertificate)
        .orElseThrow()
        .thumbprintSha256();
  }

  @ParameterizedTest
  @MethodSource("showing")
  void saysThatTheCertificateIsNotKnown(ShowingClient client) {
    String unknown = clients.certificates().unknown(client).typed();
    ProviderSettings wrong = host.showing(client).clientCertificate(unknown, null).build();

    assertThat(auth().providers().check(wrong).steps())
        .singleElement()
        .extracting(Step::text, InstanceOfAssertFactories.STRING)
        .contains(
            server()
                .unknownCertificate(client)
                .map(refusal -> List.of(refusal.code(), "status " + refusal.status()))
                .orElse(List.of("cannot be reached")));
  }

  /** TLS sessions are resumed: each with the certificate that it began with. */
  @Test
  void showsEachProvidersOwnCertificateAtTheSameServer() throws Exception {
    ProviderId one = host.bind(host.showing(showing().get(0)).build());
    host.callout();
    ProviderId two = host.bind(host.showing(showing().get(1)).name("ERP").build());
    host.callout();
    for (ProviderId each : List.of(one, two, one, two)) {
      assertThat(auth().tokens().revoke(each).outcome())
          .isEqualTo(RevocationReport.Outcome.REVOKED);
      host.bind(each);
      assertThat(host.callout()).isEqualTo(204);
    }

    String issued = showing().get(0).id();
    String alone = showing().get(1).id();
    assertThat(receiver().deliveries())
        .extracting(Delivery::clientId)
        .containsExactly(issued, alone, issued, alone, issued, alone);
  }

  @ParameterizedTest
  @MethodSource("showing")
  void isFoundByItsIssuer(ShowingClient client) {
    ProviderSettings draft =
        host.showing(client).tokenEndpoint(null).revocationEndpoint(null).build();

    DiscoveryReport report = auth().discovery().fetch(server().issuer(), draft);

    assertThat(report.error()).isEmpty();
    assertThat(report.filled()).doesNotContainKey(ProviderField.CLIENT_AUTHENTICATION);
    assertThat(report.problems())
        .extracting(FieldProblem::code)
        .isEqualTo(server().offers(client.method()) ? List.of() : List.of("none_for_certificate"));
    Provider provider = auth().providers().create(report.settings());
    assertThat(provider.tokenEndpoint()).isEqualTo(server().tokenEndpoint());
    assertThat(provider.introspectionEndpoint()).hasValue(server().introspectionEndpoint());
    assertThat(provider.clientAuthentication()).isEqualTo(client.method());
    assertThat(auth().tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
  }
}
