package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.calloutauth.RevocationReport;
import io.calloutauth.TestReport;
import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.example.servers.Delivery;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each client authentication, in every request that the library authenticates with it. */
abstract class AuthenticationStory extends DiscoveryStory {

  /** A client that authenticates in one way. */
  record Way(
      String name,
      String clientId,
      Predicate<RealServer> known,
      Function<StoryHost, ProviderSettings.Builder> settings) {

    @Override
    public String toString() {
      return name;
    }
  }

  Stream<Way> ways() {
    Stream<Way> bySecret =
        Stream.of(ClientAuthentication.CLIENT_SECRET_BASIC, ClientAuthentication.CLIENT_SECRET_POST)
            .map(
                method ->
                    new Way(
                        method.value(),
                        clients.of(method).id(),
                        server -> true,
                        host -> host.settings(method)));
    Way bySecretsSignature =
        new Way(
            "client_secret_jwt",
            clients.secretSigning().id(),
            server -> true,
            StoryHost::signingWithSecret);
    Stream<Way> byKey =
        clients.signing().stream()
            .map(
                client ->
                    new Way(
                        "private_key_jwt, " + client,
                        client.id(),
                        server -> server.takes(client.algorithm()),
                        host -> host.signing(client)));
    Stream<Way> byCertificate =
        clients.showing().stream()
            .map(
                client ->
                    new Way(
                        client.toString(),
                        client.id(),
                        server -> true,
                        host -> host.showing(client)));
    return Stream.of(bySecret, Stream.of(bySecretsSignature), byKey, byCertificate)
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void isKnownInTokenAndIntrospectionRequestsAndRevocations(Way way) throws Exception {
    assumeThat(way.known()).accepts(server());
    ProviderSettings settings =
        way.settings()
            .apply(host)
            .introspectionEndpoint(server().introspectionEndpoint().toString())
            .build();
    assertThat(auth().providers().check(settings).passed()).isTrue();
    ProviderId id = host.bind(settings);
    assertThat(host.callout()).isEqualTo(204);
    assertThat(receiver().deliveries())
        .extracting(Delivery::clientId)
        .containsExactly(way.clientId());
    Secret revoked = host.token(id);

    TestReport report = auth().tokens().test(id);

    assertThat(report.passed()).isTrue();
    assertThat(report.steps())
        .filteredOn(step -> step.subject() == Subject.INTROSPECTION)
        .extracting(Step::code)
        .containsExactly(server().knowsItsToken(way.clientId()) ? "active" : "inactive");
    assertThat(auth().tokens().revoke(id))
        .isEqualTo(new RevocationReport(RevocationReport.Outcome.REVOKED, 200, List.of()));
    assertThat(host.answerTo(revoked)).isEqualTo(401);
    assertThat(host.callout()).isEqualTo(204);
    assertThat(receiver().refusals()).isZero();
  }
}
