package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.calloutauth.CalloutNotSentException;
import io.calloutauth.RevocationReport;
import io.calloutauth.TestReport;
import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.TokenErrorException;
import io.calloutauth.TokenState;
import io.calloutauth.TokenStatus;
import io.calloutauth.example.servers.Delivery;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the library must do with any authorization server: the same scenes for each, by both ways to
 * send a client secret. The receiver of the callouts asks the server about every token.
 */
abstract class RealServerStory extends CertificateStory {

  @BothMethods
  void obtainsATokenThatPassesItsTest(ClientAuthentication method) {
    Provider provider = auth().providers().create(host.settings(method).build());

    TokenStatus status = auth().tokens().obtain(provider.id());
    TestReport report = auth().tokens().test(provider.id());

    assertThat(status.state()).isEqualTo(TokenState.ACTIVE);
    assertThat(status.expiresAt()).isPresent();
    assertThat(status.scope().tokens()).containsAll(StoryClients.SCOPES);
    assertThat(status.warnings()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.steps())
        .extracting(Step::text)
        .containsExactly(
            "A token was issued",
            "All scope that was asked for is granted",
            "The test endpoint accepts the token (status 200)");
    assertThat(report.steps())
        .extracting(Step::code)
        .containsExactly("issued", "granted", "accepted");
  }

  @BothMethods
  void authenticatesACallout(ClientAuthentication method) throws Exception {
    host.bind(host.settings(method).build());

    assertThat(host.callout()).isEqualTo(204);

    assertThat(receiver().refusals()).isZero();
    assertThat(receiver().deliveries())
        .extracting(Delivery::clientId)
        .containsExactly(clients.of(method).id());
  }

  @BothMethods
  void refreshesAToken(ClientAuthentication method) throws Exception {
    ProviderId id = host.bind(host.settings(method).build());
    host.callout();
    Secret first = host.token(id);

    assertThat(auth().tokens().refresh(id).state()).isEqualTo(TokenState.ACTIVE);

    assertThat(host.token(id)).isNotEqualTo(first);
    assertThat(host.callout()).isEqualTo(204);
    assertThat(receiver().refusals()).isZero();
  }

  @BothMethods
  void revokesAToken(ClientAuthentication method) throws Exception {
    ProviderId id = host.bind(host.settings(method).build());
    host.callout();
    Secret revoked = host.token(id);
    assertThat(host.answerTo(revoked)).isEqualTo(200);

    RevocationReport report = auth().tokens().revoke(id);

    assertThat(report)
        .isEqualTo(new RevocationReport(RevocationReport.Outcome.REVOKED, 200, List.of()));
    assertThat(auth().tokens().status(id).state()).isEqualTo(TokenState.REVOKED);
    assertThat(host.answerTo(revoked)).isEqualTo(401);
    assertThat(host.callout()).isEqualTo(204);
  }

  @BothMethods
  void replacesATokenThatWasRevokedBehindItsBack(ClientAuthentication method) throws Exception {
    ProviderId id = host.bind(host.settings(method).build());
    host.callout();
    Secret revoked = host.token(id);
    assertThat(host.revokeElsewhere(method, revoked)).isEqualTo(200);

    assertThat(host.callout()).isEqualTo(204);

    assertThat(receiver().refusals()).isOne();
    assertThat(receiver().deliveries()).hasSize(2);
    assertThat(host.token(id)).isNotEqualTo(revoked);
  }

  @BothMethods
  void saysThatTheSecretIsWrongAndGoesOnWithTheRightOne(ClientAuthentication method)
      throws Exception {
    ProviderSettings wrong = host.settings(method).clientSecret("not the secret").build();
    Refusal refusal = server().wrongSecret();
    assertThatCheckFails(wrong, refusal);
    ProviderId id = host.bind(wrong);

    CalloutNotSentException notSent =
        catchThrowableOfType(CalloutNotSentException.class, host::callout);

    assertThat(notSent)
        .hasMessageContaining("The provider CRM (" + id + ")")
        .hasMessageContaining(refusal.words());
    assertThat(notSent).hasMessageNotContaining("not the secret");
    assertThatRefused((TokenErrorException) notSent.reason(), refusal);
    assertThat(auth().tokens().status(id).state()).isEqualTo(TokenState.FAILING);
    host.correct(id, host.settings(method).build());
    assertThat(host.callout()).isEqualTo(204);
    assertThat(receiver().refusals()).isZero();
  }

  @BothMethods
  void saysThatTheScopeIsTooWide(ClientAuthentication method) throws Exception {
    ProviderSettings wide = host.settings(method).scope(StoryHost.SCOPE + " orders.delete").build();
    if (server().excessiveScope().isPresent()) {
      assertThatCheckFails(wide, server().excessiveScope().get());
      ProviderId id = host.bind(wide);
      TokenErrorException refused =
          catchThrowableOfType(TokenErrorException.class, () -> auth().tokens().obtain(id));
      assertThatRefused(refused, server().excessiveScope().get());
    } else {
      assertThatLessIsGranted(wide);
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheKeyIsWrong(SigningAlgorithm algorithm) {
    assumeThat(server().takes(algorithm)).isTrue();
    SigningClient client = clients.signing(algorithm);
    SigningClient other = SigningClient.of(algorithm);
    ProviderSettings wrong = host.signing(client).assertion(a -> a.privateKey(other.pem())).build();

    assertThat(auth().providers().check(wrong).steps())
        .singleElement()
        .extracting(Step::text, InstanceOfAssertFactories.STRING)
        .contains(server().wrongKey().code(), "status " + server().wrongKey().status())
        .contains("by key " + other.key().kid());
  }

  private void assertThatLessIsGranted(ProviderSettings wide) throws Exception {
    Step lacking =
        new Step(
            Subject.SCOPE,
            false,
            true,
            "Not granted of the scope asked for: orders.delete",
            "not_granted",
            Map.of("missing", List.of("orders.delete")));
    assertThat(auth().providers().check(wide).steps()).contains(lacking);

    ProviderId id = host.bind(wide);

    assertThat(auth().tokens().test(id).steps()).contains(lacking);
    assertThat(auth().tokens().status(id).warnings()).containsExactly(TokenWarning.SCOPE_REDUCED);
    assertThat(host.callout()).isEqualTo(204);
  }

  private void assertThatCheckFails(ProviderSettings wrong, Refusal refusal) {
    assertThat(auth().providers().check(wrong).steps())
        .singleElement()
        .satisfies(step -> assertThat(step.subject()).isEqualTo(Subject.TOKEN))
        .satisfies(step -> assertThat(step.passed()).isFalse())
        .satisfies(step -> assertThat(step.text()).contains(refusal.words()));
  }

  private static void assertThatRefused(TokenErrorException refused, Refusal refusal) {
    assertThat(refused.error()).isEqualTo(refusal.error());
    assertThat(refused.code()).isEqualTo(refusal.code());
    assertThat(refused.status()).isEqualTo(refusal.status());
    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessageContaining(refusal.words());
  }
}
