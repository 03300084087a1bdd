package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.keys.CertificateProblem;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedCertificate;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.CertificateServer;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.Intruder;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.MadeCertificate;
import io.calloutauth.testkit.MadeCertificate.Maker;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers whose clients show a certificate in TLS (RFC 8705). */
class ClientCertificatesTest extends NodeTest {

  private static final MadeCertificate ISSUED = MadeCertificate.issued("CN=billing,O=Acme");
  private static final MadeCertificate ALONE = MadeCertificate.selfSigned("CN=alone");

  private CertificateServer tls;

  @BeforeEach
  void startServer() throws Exception {
    tls = new CertificateServer("TLSv1.3");
  }

  @AfterEach
  void stopServer() {
    tls.close();
  }

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    PublicEndpoints policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    return builder ->
        builder.client(HttpTokenClient.builder(policy).trust(CertificateServer.trust()).build());
  }

  private ProviderSettings.Builder showing(String name, MadeCertificate certificate) {
    return showing(name).clientCertificate(certificate.typed(), null);
  }

  private ProviderSettings.Builder showing(String name) {
    return ProviderSettings.clientCredentials()
        .name(name)
        .clientId("billing")
        .tokenEndpoint(tls.url("/token"))
        .revocationEndpoint(tls.url("/revoke"))
        .clientAuthentication(ClientAuthentication.TLS_CLIENT_AUTH)
        .anyOrigin();
  }

  private List<X509Certificate> shown() {
    return tls.shown().stream().map(request -> request.chain().get(0)).toList();
  }

  private PublicKeySet keys(Provider provider) {
    return providers().publicKeys(provider.id()).orElseThrow();
  }

  private FieldProblem refusal(ProviderSettings.Builder draft) {
    InvalidSettingsException refused =
        catchThrowableOfType(
            InvalidSettingsException.class, () -> providers().create(draft.build()));
    assertThat(refused.problems()).hasSize(1);
    assertThat(providers().list(10).items()).isEmpty();
    return refused.problems().get(0);
  }

  @Test
  void areShownAtTheTokenAndTheRevocationEndpoint() {
    Provider provider = providers().create(showing("a", ISSUED).build());

    assertThat(node.auth.tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.auth.tokens().revoke(provider.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.REVOKED);

    assertThat(shown()).containsExactly(ISSUED.certificate(), ISSUED.certificate());
    assertThat(tls.shown().get(0).chain()).isEqualTo(ISSUED.chain());
    assertThat(tls.shown().get(0).body()).contains("client_id=billing");
  }

  /** Also one of a provider that is gone: its private key is in memory no more. */
  @Test
  void areOpenedAgainAfterAnHourWithoutUse() {
    Provider provider = providers().create(showing("a", ISSUED).build());
    node.auth.tokens().obtain(provider.id());
    int lookEachMinute = node.time.tasksAfter(Duration.ofMinutes(1));

    for (int i = 0; i < 12; i++) {
      node.time.pass(Duration.ofMinutes(31));
      Eventually.holds(
          () -> node.time.tasksAfter(Duration.ofMinutes(1)) == lookEachMinute); // all went on
    }
    node.auth.tokens().obtain(provider.id());

    assertThat(tls.shown().stream().map(CertificateServer.Shown::startedAt).distinct()).hasSize(2);
  }

  @Test
  void eachProviderShowsItsOwnAlsoOnANodeThatStartsLater() {
    Provider one = providers().create(showing("one", ISSUED).build());
    Provider two =
        providers()
            .create(
                showing("two")
                    .clientAuthentication(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH)
                    .clientCertificate(ALONE.pkcs12("changeit"), "changeit")
                    .build());
    try (Node other = node.another()) {
      other.auth.tokens().obtain(one.id());
      other.auth.tokens().obtain(two.id());
    }

    assertThat(shown()).containsExactly(ISSUED.certificate(), ALONE.certificate());
  }

  @Test
  void aCheckShowsTheOneThatWasTyped() {
    TestReport report = providers().check(showing("a", ISSUED).build());

    assertThat(report.passed()).isTrue();
    assertThat(shown()).containsExactly(ISSUED.certificate());
  }

  @Test
  void anotherOneStartsNoEpochAndIsShownFromThenOn() {
    Provider provider = providers().create(showing("a", ISSUED).build());
    node.auth.tokens().obtain(provider.id());
    long epoch = KeyedRows.row(node, provider).epoch();
    MadeCertificate renewed = MadeCertificate.issued("CN=billing,O=Acme");

    Provider edited =
        node.edit(provider.id(), draft -> draft.clientCertificate(renewed.typed(), null));
    node.pass(java.time.Duration.ofMinutes(1));
    node.auth.tokens().refresh(provider.id());

    assertThat(KeyedRows.row(node, provider).epoch()).isEqualTo(epoch);
    assertThat(edited.keySet()).isEqualTo(provider.keySet());
    assertThat(shown()).containsExactly(ISSUED.certificate(), renewed.certificate());
    assertThat(KeyedRows.row(node, edited).content().secrets().keySet())
        .containsExactly("tls_key:" + edited.clientCertificate().orElseThrow().thumbprintSha256());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anotherOneIsShownAtOnceAfterOneThatWasRefused(boolean inTls) {
    MadeCertificate renewed = MadeCertificate.issued("CN=billing,O=Acme");
    tls.take(shown -> !inTls || shown.equals(renewed.certificate()));
    tls.refuse(inTls ? "" : "invalid_client");
    Provider provider = providers().create(showing("a", ISSUED).build());
    node.auth.notifications().bind(OneNode.N, provider.id());
    assertThat(node.serves(OneNode.N)).isFalse();
    tls.refuse("");
    assertThat(node.serves(OneNode.N)).isFalse();

    node.edit(provider.id(), draft -> draft.clientCertificate(renewed.typed(), null));

    assertThat(node.serves(OneNode.N)).isTrue();
    assertThat(shown()).last().isEqualTo(renewed.certificate());
  }

  @Test
  void editsThatSendNothingElsewhereKeepIt() {
    Provider provider = providers().create(showing("a", ISSUED).build());

    Provider edited = node.edit(provider.id(), draft -> draft.name("b").scope("more"));
    node.auth.tokens().obtain(provider.id());

    assertThat(edited.keySet()).isEqualTo(provider.keySet());
    assertThat(shown()).containsExactly(ISSUED.certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "revocation", "issuer", "authentication"})
  void anEditThatSendsItElsewhereWantsItTypedAgain(String destination) {
    Provider provider = providers().create(showing("a", ISSUED).build());
    UnaryOperator<ProviderSettings.Builder> move =
        draft ->
            switch (destination) {
              case "token" -> draft.tokenEndpoint(tls.url("/other"));
              case "revocation" -> draft.revocationEndpoint(tls.url("/other"));
              case "issuer" -> draft.issuer(tls.url("/other"));
              default ->
                  draft.clientAuthentication(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH);
            };

    InvalidSettingsException refused =
        catchThrowableOfType(InvalidSettingsException.class, () -> node.edit(provider.id(), move));
    MadeCertificate other = destination.equals("authentication") ? ALONE : ISSUED;
    Provider moved =
        node.edit(provider.id(), draft -> move.apply(draft).clientCertificate(other.typed(), null));

    assertThat(refused.problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.CLIENT_CERTIFICATE);
    assertThat(refused).hasMessageContaining("must be entered again");
    assertThat(moved.keySet()).isPresent().isNotEqualTo(provider.keySet());
    assertThat(providers().publicKeys(provider.id(), provider.keySet().orElseThrow())).isEmpty();
  }

  private ProviderSettings.Builder selfSigned(ProviderSettings.Builder draft) {
    return draft
        .name("a")
        .clientId("billing")
        .tokenEndpoint(tls.url("/token"))
        .issuer(tls.url("/issuer"))
        .clientAuthentication(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH)
        .clientCertificate(ALONE.typed(), null)
        .anyOrigin();
  }

  private Provider changed(
      Provider provider, GrantType grant, @Nullable SigningAlgorithm algorithm) {
    return node.edit(
        provider.id(),
        draft -> draft.grantType(grant).assertion(assertion -> assertion.algorithm(algorithm)));
  }

  /** The server fetches the key of the certificate at the address that was registered. */
  @Test
  void anEditOfTheGrantLeavesItsKeyWhereItIsPublished() {
    Provider provider =
        providers().create(selfSigned(ProviderSettings.clientCredentials()).build());

    Provider signing = changed(provider, GrantType.JWT_BEARER, SigningAlgorithm.ES256);
    PublicKeySet both = keys(signing);
    Provider back = changed(signing, GrantType.CLIENT_CREDENTIALS, null);

    assertThat(provider.keySet()).isPresent();
    assertThat(signing.keySet()).isEqualTo(provider.keySet());
    assertThat(both.keys()).hasSize(1);
    assertThat(both.certificates()).hasSize(1);
    assertThat(back.keySet()).isEqualTo(provider.keySet());
    assertThat(keys(back).keys()).isEmpty();
    assertThat(keys(back).certificates()).isEqualTo(both.certificates());
  }

  @Test
  void aClientThatSignedFromItsStartLeavesItsKeyWhereItIsPublished() {
    ProviderSettings.Builder draft = selfSigned(ProviderSettings.jwtBearer());
    Provider provider =
        providers().create(draft.assertion(a -> a.algorithm(SigningAlgorithm.ES256)).build());

    Provider edited = changed(provider, GrantType.CLIENT_CREDENTIALS, null);

    assertThat(provider.keySet()).isPresent();
    assertThat(edited.keySet()).isEqualTo(provider.keySet());
  }

  @Test
  void aClientThatShowsNoneAnyMoreLosesIt() {
    Provider provider = providers().create(showing("a", ISSUED).build());

    Provider edited =
        node.edit(
            provider.id(),
            draft ->
                draft
                    .clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
                    .clientSecret("s3cret"));

    assertThat(edited.clientCertificate()).isEmpty();
    assertThat(edited.keySet()).isEmpty();
    assertThat(KeyedRows.row(node, edited).content().secrets()).containsOnlyKeys("client_secret");
    assertThat(KeyedRows.row(node, edited).content().settings())
        .doesNotContainKey("client_certificate_chain");
  }

  @Test
  void arePublishedInTheFormsThatServersTake() throws Exception {
    Provider provider =
        providers()
            .create(
                showing("a", ALONE)
                    .clientAuthentication(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH)
                    .build());

    PublishedCertificate published = keys(provider).certificates().get(0);
    JWK jwk = JWKSet.parse(keys(provider).jwks()).getKeys().get(0);

    assertThat(jwk.isPrivate()).isFalse();
    assertThat(jwk.getParsedX509CertChain()).containsExactly(ALONE.certificate());
    assertThat(jwk.getX509CertSHA256Thumbprint()).hasToString(published.thumbprintSha256());
    assertThat(jwk.toECKey().toECPublicKey().getW())
        .isEqualTo(((java.security.interfaces.ECPublicKey) ALONE.pair().getPublic()).getW());
    assertThat(published.pem()).isEqualTo(ALONE.pem()).isEqualTo(published.chainPem());
    assertThat(Base64.getUrlDecoder().decode(published.thumbprintSha1())).hasSize(20);
    assertThat(provider.clientCertificate()).contains(published);
    assertThat(published.begins()).isEqualTo("2020-01-01T00:00:00Z");
  }

  @Test
  void areShownWithTheNameThatAnAdministratorRegisters() {
    Provider provider = providers().create(showing("a", ISSUED).build());

    PublishedCertificate shown = provider.clientCertificate().orElseThrow();

    assertThat(shown.subject()).isEqualTo("CN=billing,O=Acme");
    assertThat(shown.issuer()).isEqualTo("CN=authority of billing,O=Acme");
    assertThat(shown.chainPem()).isEqualTo(MadeCertificate.pem(ISSUED.chain()));
    assertThat(shown.serialNumber()).isEqualTo(ISSUED.certificate().getSerialNumber().toString(16));
    assertThat(provider.toMap())
        .containsEntry("certificate_subject", "CN=billing,O=Acme")
        .containsEntry("certificate_thumbprint", shown.thumbprintSha256())
        .containsEntry("certificate_ends", "2099-12-31T00:00:00Z")
        .doesNotContainKey("client_certificate");
  }

  @Test
  void areFoundByTheirEnd() {
    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    MadeCertificate root = MadeCertificate.authority("CN=root");
    MadeCertificate ending =
        new Maker("CN=ending").issuer(root).valid(end.minusSeconds(90_000_000), end).make();
    Provider first = providers().create(showing("a", ending).build());
    providers().create(showing("b", ISSUED).build());
    created("without");
    ProviderQuery query = ProviderQuery.all().certificateEndsBefore(end.plusSeconds(1));

    assertThat(providers().search(query, 10).items())
        .extracting(found -> found.provider().id())
        .containsExactly(first.id());
    assertThat(providers().search(ProviderQuery.all().certificateEndsBefore(end), 10).items())
        .isEmpty();
  }

  static Stream<Arguments> badInput() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Instant later = Instant.parse("2099-01-01T00:00:00Z");
    MadeCertificate root = MadeCertificate.authority("CN=root");
    MadeCertificate old = new Maker("CN=old").issuer(root).valid(start, start).make();
    MadeCertificate early = new Maker("CN=early").issuer(root).valid(later, later).make();
    return Stream.of(
        arguments("s3cret", null, CertificateProblem.UNREADABLE),
        arguments(ISSUED.pem(), null, CertificateProblem.NO_KEY),
        arguments(ISSUED.keyPem(), null, CertificateProblem.NO_CERTIFICATE),
        arguments(ISSUED.pkcs12("changeit"), null, CertificateProblem.PASSWORD_MISSING),
        arguments(ISSUED.pkcs12("changeit"), "wrong", CertificateProblem.WRONG_PASSWORD),
        arguments(old.typed(), null, CertificateProblem.EXPIRED),
        arguments(early.typed(), null, CertificateProblem.NOT_YET_VALID),
        arguments(ALONE.typed(), null, CertificateProblem.SELF_SIGNED),
        arguments(ISSUED.pem() + ISSUED.keyPem(), null, CertificateProblem.INCOMPLETE));
  }

  @ParameterizedTest
  @MethodSource
  void badInput(String typed, String password, CertificateProblem problem) {
    assertThat(refusal(showing("a").clientCertificate(typed, password)))
        .returns(ProviderField.CLIENT_CERTIFICATE, FieldProblem::field)
        .returns(problem.name().toLowerCase(Locale.ROOT), FieldProblem::code)
        .returns(problem.text(), FieldProblem::reason);
  }

  @Test
  void areRequiredAndOfNoUseElsewhere() {
    assertThat(refusal(showing("a")).reason()).isEqualTo("is missing");
    assertThat(
            refusal(
                    showing("a", ISSUED)
                        .clientAuthentication(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH))
                .reason())
        .isEqualTo(CertificateProblem.NOT_SELF_SIGNED.text());
    assertThat(
            refusal(
                    showing("a", ISSUED)
                        .clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
                        .clientSecret("s3cret"))
                .reason())
        .startsWith("must not be set");
    assertThat(refusal(showing("a", ISSUED).tokenEndpoint(server.url("/token"))))
        .returns(ProviderField.TOKEN_ENDPOINT, FieldProblem::field)
        .returns("not_https", FieldProblem::code)
        .returns("must be https: the client certificate is shown in TLS", FieldProblem::reason);
  }

  @Test
  void areToldWhereTheServerDoesNotKnowThem() {
    Provider provider = providers().create(showing("a", ISSUED).build());
    tls.refuse("invalid_client");

    TestReport report = providers().check(provider.toSettings());

    assertThat(report.steps().get(0).text())
        .startsWith("The server did not get the client certificate or does not know it")
        .contains(
            "client certificate CN=billing,O=Acme, SHA-256 thumbprint "
                + provider.clientCertificate().orElseThrow().thumbprintSha256());
  }

  /** A tenant reads what it reads of any network failure. */
  @Test
  void areToldToTheOperatorAloneWhereTheServerRefusesThemInTls() {
    Provider provider = providers().create(showing("a", ISSUED).build());
    Provider gone =
        providers()
            .create(showing("b", ISSUED).tokenEndpoint("https://localhost:1025/token").build());
    tls.take(certificate -> false);

    try (LogCapture log = LogCapture.start()) {
      String told = providers().check(provider.toSettings()).steps().get(0).text();

      assertThat(told).isEqualTo(providers().check(gone.toSettings()).steps().get(0).text());
      assertThat(log.lines().toString()).contains("alert certificate_unknown");
    }
  }

  @Test
  void whoWritesToTheDatabaseHasNoCertificateOfHisPublishedOrShown() {
    Provider provider = providers().create(showing("a", ISSUED).build());
    Provider other = providers().create(showing("b", MadeCertificate.issued("CN=other")).build());
    String key = "client_certificate_chain";
    String foreign = KeyedRows.row(node, other).content().settings().get(key);
    new Intruder(node.store).writes(provider, Map.of(key, foreign));

    try (Node later = node.another()) {
      assertThat(
              catchThrowableOfType(
                  SealedValueException.class, () -> later.auth.tokens().obtain(provider.id())))
          .isNotNull();
    }
    assertThat(keys(providers().find(provider.id()).orElseThrow()).certificates()).isEmpty();
    assertThat(tls.shown()).isEmpty();
  }

  @Test
  void nothingThatIsShownHoldsAPrivateKeyOrAPassword() {
    String typed = ISSUED.keyPem().replaceAll("-----[A-Z ]+-----|\n", "");
    try (LogCapture log = LogCapture.start()) {
      ProviderSettings draft =
          showing("a").clientCertificate(ISSUED.pkcs12("CANARYPASSWORD"), "CANARYPASSWORD").build();
      Provider provider = providers().create(draft);
      node.auth.tokens().obtain(provider.id());

      assertThat(
              List.of(
                  draft.toString(),
                  provider.toString(),
                  provider.toMap().toString(),
                  provider.toSettings().toString(),
                  node.events.toString(),
                  keys(provider).toString(),
                  keys(provider).jwks(),
                  KeyedRows.row(node, provider).content().settings().toString(),
                  log.lines().toString()))
          .noneMatch(text -> text.contains(typed.substring(50)))
          .noneMatch(text -> text.contains("CANARY"));
    }
  }
}
