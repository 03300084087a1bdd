package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantAssertion;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.TypedKeys;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator may say about the assertion of a JWT bearer grant, and edits of it. */
class JwtBearerEditsTest extends NodeTest {

  private static final String OWN = "ASSERTION_(ISSUER|SUBJECT|LIFETIME)|SCOPE_AS_CLAIM|CLAIMS";

  private ProviderSettings.Builder asking() {
    return ProviderSettings.jwtBearer()
        .name("a")
        .clientId("billing")
        .issuer(server.url("/issuer"))
        .tokenEndpoint(server.url("/token"))
        .anyOrigin()
        .assertion(
            a -> a.algorithm(SigningAlgorithm.ES256).subject("ada").claim("box_sub_type", "user"));
  }

  private Provider made() {
    return providers().create(asking().build());
  }

  private PublicKeySet keys(Provider provider) {
    return providers().publicKeys(provider.id()).orElseThrow();
  }

  private InvalidSettingsException refused(UnaryOperator<ProviderSettings.Builder> draft) {
    return catchThrowableOfType(
        InvalidSettingsException.class, () -> providers().create(draft.apply(asking()).build()));
  }

  private List<ProviderField> refusedFields(UnaryOperator<ProviderSettings.Builder> draft) {
    return refused(draft).problems().stream().map(FieldProblem::field).toList();
  }

  @Test
  void areKeptAsTheyWereTyped() {
    Provider provider =
        providers()
            .create(
                asking()
                    .assertion(
                        a ->
                            a.issuer(" robot@example.com ")
                                .subject("ada@example.com\t")
                                .lifetime(Duration.ofHours(1))
                                .scopeAsClaim(true)
                                .claim("https://example.com/roles", "[\"a\"]")
                                .withoutClientId(true)
                                .privateKey(TypedKeys.pem(SigningAlgorithm.ES256))
                                .keyId(" theirs "))
                    .build());
    GrantAssertion grant =
        providers().find(provider.id()).orElseThrow().requests().assertion().grant();

    assertThat(grant.issuer()).contains("robot@example.com");
    assertThat(grant.subject()).contains("ada@example.com");
    assertThat(grant.lifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(grant.scopeAsClaim()).isTrue();
    assertThat(grant.claimNames()).containsExactly("box_sub_type", "https://example.com/roles");
    assertThat(grant.keyId()).contains("theirs");
    assertThat(provider.requests().assertion().withoutClientId()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 29, 3_601})
  void aLifetimeIsFromHalfAMinuteToAnHour(long seconds) {
    assertThat(refused(d -> d.assertion(a -> a.lifetime(Duration.ofSeconds(seconds)))))
        .hasMessageContaining("assertion lifetime must be from 30 seconds to 1 hour");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iss", "sub", "aud", "exp", "iat", "nbf", "jti", "scope", "", "a b", "a=b", "a\"b"
      })
  void aClaimHasANameThatIsFree(String name) {
    assertThat(refused(d -> d.assertion(a -> a.claim(name, "x"))))
        .hasMessageContaining("extra claims must be at most 20 with names");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":2}", "[1", "\"a", "{a}", "  null  ", "1e400"})
  void aClaimThatIsMeantToBeJsonIsThat(String value) {
    assertThat(refused(d -> d.assertion(a -> a.claim("roles", value))))
        .hasMessageContaining("extra claims must have values that are texts, or JSON")
        .satisfies(bad -> assertThat(bad.getMessage()).doesNotContain(value));
  }

  @Test
  void claimsAreBounded() {
    assertThat(refusedFields(d -> d.assertion(a -> a.claim("roles", "x".repeat(4_097)))))
        .containsExactly(ProviderField.CLAIMS);
    assertThat(refusedFields(d -> d.assertion(a -> a.claim("roles", "a\nb"))))
        .containsExactly(ProviderField.CLAIMS);
    assertThat(refusedFields(d -> d.assertion(a -> a.claim("x".repeat(101), "x"))))
        .containsExactly(ProviderField.CLAIMS);
    assertThat(
            refusedFields(
                d ->
                    d.assertion(
                        a -> {
                          for (int i = 0; i < 20; i++) {
                            a.claim("claim" + i, "x");
                          }
                        })))
        .containsExactly(ProviderField.CLAIMS);
  }

  @Test
  void textsAreBounded() {
    assertThat(
            refusedFields(
                d ->
                    d.assertion(
                        a ->
                            a.issuer("x".repeat(1_025))
                                .subject("a\u0000b")
                                .privateKey(TypedKeys.pem(SigningAlgorithm.ES256))
                                .keyId("x".repeat(256)))))
        .containsExactly(
            ProviderField.ASSERTION_ISSUER,
            ProviderField.ASSERTION_SUBJECT,
            ProviderField.ASSERTION_KEY_ID);
  }

  @Test
  void anAudienceIsThere() {
    assertThat(refusedFields(d -> d.issuer(null))).containsExactly(ProviderField.ISSUER);
    assertThat(
            providers()
                .create(
                    asking().issuer(null).assertion(a -> a.audience("login.example.com")).build())
                .issuer())
        .isEmpty();
  }

  /** Beside a client secret the client id is half of what the server compares. */
  @Test
  void theClientIdIsLeftOutOnlyWhereNoSecretIsSent() {
    assertThat(
            refusedFields(
                d ->
                    d.clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
                        .clientSecret("s3cret")
                        .assertion(a -> a.withoutClientId(true))))
        .containsExactly(ProviderField.ASSERTION_WITHOUT_CLIENT_ID);
  }

  @Test
  void noOtherGrantHasThem() {
    InvalidSettingsException refusal = refused(d -> d.grantType(GrantType.CLIENT_CREDENTIALS));

    assertThat(refusal)
        .hasMessageContaining(
            "assertion subject must not be set: the grant type has no use for it");
    assertThat(refusal.problems())
        .extracting(FieldProblem::field)
        .containsExactly(
            ProviderField.SIGNING_ALGORITHM, ProviderField.ASSERTION_SUBJECT, ProviderField.CLAIMS);
  }

  @Test
  void aKeyIdIsOfAKeyThatThereIs() {
    assertThat(refused(d -> d.assertion(a -> a.keyId("17"))))
        .hasMessageContaining("assertion key id is of no key, because a new one is made");

    Provider provider = made();
    PublicKeySet before = keys(provider);
    Provider told = node.edit(provider.id(), d -> d.assertion(a -> a.keyId("17")));
    assertThat(keys(told)).isEqualTo(before);

    InvalidSettingsException moved =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () ->
                node.edit(
                    told.id(),
                    d ->
                        d.tokenEndpoint(server.url("/other"))
                            .assertion(a -> a.claim("box_sub_type", "user"))));
    assertThat(moved.problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.ASSERTION_KEY_ID);
  }

  /** To promote the other would sign with it and call it by the id of this one. */
  @Test
  void aKeyIsRolledByItsIdOrNotAtAll() {
    Provider provider = made();
    Provider told = node.edit(provider.id(), d -> d.assertion(a -> a.keyId("17")));
    Provider both = providers().addKey(told.id(), told.version(), null);
    String next = keys(both).keys().get(1).kid();

    InvalidSettingsException refusal =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> providers().promoteKey(both.id(), both.version(), next));
    Provider free = node.edit(both.id(), d -> d.assertion(a -> a.keyId(null)));
    Provider promoted = providers().promoteKey(free.id(), free.version(), next);

    assertThat(refusal.problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.ASSERTION_KEY_ID);
    assertThat(keys(promoted).keys().get(0).kid()).isEqualTo(next);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = OWN)
  void anEditOfTheAssertionKeepsTheKeysAndStartsAnEpoch(ProviderField field) {
    Provider provider = made();
    PublicKeySet before = keys(provider);
    long epoch = KeyedRows.row(node, provider).epoch();

    Provider edited = node.edit(provider.id(), FieldEdits.edit(field, server));

    assertThat(keys(edited)).isEqualTo(before);
    assertThat(KeyedRows.row(node, edited).epoch()).isGreaterThan(epoch);
    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.PROVIDER_UPDATED)
        .singleElement()
        .extracting(CalloutAuthEvent::changedFields)
        .isEqualTo(List.of(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "issuer", "audience", "authentication"})
  void anEditThatSendsTheAssertionElsewhereWantsTheClaimsAgainAndStartsANewSetOfKeys(
      String destination) {
    Provider provider = made();
    PublicKeySet before = keys(provider);
    UnaryOperator<ProviderSettings.Builder> edit =
        draft ->
            switch (destination) {
              case "token" -> draft.tokenEndpoint(server.url("/other"));
              case "issuer" -> draft.issuer(server.url("/other"));
              case "audience" -> draft.assertion(a -> a.audience("other"));
              default -> draft.clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT);
            };

    assertThat(
            catchThrowableOfType(
                    InvalidSettingsException.class, () -> node.edit(provider.id(), edit))
                .problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.CLAIMS);
    Provider moved =
        node.edit(
            provider.id(),
            draft -> edit.apply(draft).assertion(a -> a.claim("box_sub_type", "user")));
    assertThat(moved.keySet()).isPresent().isNotEqualTo(provider.keySet());
    assertThat(keys(moved).keys()).doesNotContainAnyElementsOf(before.keys()).hasSize(1);
  }

  @Test
  void aClientThatAsksByAnotherGrantLosesKeysAndClaims() {
    Provider provider = made();

    Provider edited =
        node.edit(
            provider.id(),
            draft ->
                draft
                    .grantType(GrantType.CLIENT_CREDENTIALS)
                    .assertion(a -> a.algorithm(null).subject(null).noClaim("box_sub_type")));

    assertThat(edited.keySet()).isEmpty();
    assertThat(KeyedRows.row(node, edited).content().secrets()).isEmpty();
  }
}
