package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import io.calloutauth.testkit.TypedKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a client's keys when its provider is edited. */
class AssertionEditsTest extends NodeTest {

  private ProviderSettings.Builder signing(String name) {
    return node.settings(name)
        .issuer(server.url("/issuer"))
        .clientSecret(null)
        .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
        .assertion(a -> a.algorithm(SigningAlgorithm.ES256));
  }

  private PublicKeySet keys(Provider provider) {
    return providers().publicKeys(provider.id()).orElseThrow();
  }

  private long epoch(Provider provider) {
    return KeyedRows.row(node, provider).epoch();
  }

  private List<ProviderField> refused(UnaryOperator<ProviderSettings.Builder> draft) {
    return catchThrowableOfType(
            InvalidSettingsException.class,
            () -> providers().create(draft.apply(signing("refused")).build()))
        .problems()
        .stream()
        .map(FieldProblem::field)
        .toList();
  }

  @Test
  void aTypedKeyIsPublishedUnderItsThumbprint() {
    Provider provider =
        providers()
            .create(
                signing("typed")
                    .assertion(a -> a.privateKey(TypedKeys.pem(SigningAlgorithm.ES256)))
                    .build());

    assertThat(keys(provider).keys()).hasSize(1);
    assertThat(KeyedRows.name(KeyedRows.row(node, provider)))
        .isEqualTo("private_key:" + keys(provider).keys().get(0).kid());
  }

  /** A rename, and more origins for the token: the signature goes nowhere new. */
  @Test
  void editsThatSendNoSecretElsewhereKeepTheKeys() {
    Provider provider = providers().create(signing("a").noOrigins().origin(server.url("")).build());
    PublicKeySet before = keys(provider);

    Provider renamed = node.edit(provider.id(), draft -> draft.name("b"));
    Provider wider = node.edit(provider.id(), draft -> draft.anyOrigin().scope("more"));

    assertThat(keys(renamed)).isEqualTo(before);
    assertThat(keys(wider)).isEqualTo(before);
    assertThat(wider.keySet()).contains(before.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "revocation", "issuer", "audience"})
  void anEditThatSendsThemElsewhereStartsANewSetAtANewAddress(String destination) {
    Provider provider =
        providers()
            .create(
                signing("a")
                    .assertion(a -> a.privateKey(TypedKeys.pem(SigningAlgorithm.ES256)))
                    .build());
    PublicKeySet before = keys(provider);
    String other = server.url("/other");

    Provider moved =
        node.edit(
            provider.id(),
            draft ->
                switch (destination) {
                  case "token" -> draft.tokenEndpoint(other);
                  case "revocation" -> draft.revocationEndpoint(other);
                  case "issuer" -> draft.issuer(other);
                  default -> draft.assertion(a -> a.audience("other"));
                });

    assertThat(moved.keySet()).isPresent().isNotEqualTo(provider.keySet());
    assertThat(providers().publicKeys(moved.id(), before.id())).isEmpty();
    assertThat(keys(moved).keys()).hasSize(1).doesNotContainAnyElementsOf(before.keys());
    assertThat(providers().publicKeys(moved.id(), moved.keySet().orElseThrow()))
        .contains(keys(moved));
    assertThat(KeyedRows.name(KeyedRows.row(node, moved)))
        .isEqualTo("private_key:" + keys(moved).keys().get(0).kid());
  }

  @Test
  void anotherKeyStaysInTheSetAndStartsNoEpoch() {
    Provider provider = providers().create(signing("a").build());
    PublicKeySet before = keys(provider);
    long epoch = epoch(provider);

    Provider typed =
        node.edit(
            provider.id(),
            draft -> draft.assertion(a -> a.privateKey(TypedKeys.pem(SigningAlgorithm.ES256))));
    PublicKeySet afterTyped = keys(typed);
    Provider made = node.edit(provider.id(), draft -> draft.assertion(a -> a.privateKey(null)));

    assertThat(List.of(afterTyped.id(), keys(made).id())).containsOnly(before.id());
    assertThat(before.keys()).doesNotContainAnyElementsOf(afterTyped.keys());
    assertThat(afterTyped.keys()).doesNotContainAnyElementsOf(keys(made).keys());
    assertThat(epoch(made)).isEqualTo(epoch);
    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.PROVIDER_UPDATED)
        .extracting(CalloutAuthEvent::changedFields)
        .containsOnly(List.of(ProviderField.PRIVATE_KEY));
  }

  @Test
  void anotherAlgorithmOfTheSameKeyKeepsIt() {
    Provider provider =
        providers()
            .create(
                signing("a")
                    .assertion(
                        a ->
                            a.algorithm(SigningAlgorithm.RS256)
                                .privateKey(TypedKeys.pem(SigningAlgorithm.RS256)))
                    .build());
    PublishedKey before = keys(provider).keys().get(0);
    long epoch = epoch(provider);

    Provider edited =
        node.edit(
            provider.id(), draft -> draft.assertion(a -> a.algorithm(SigningAlgorithm.PS256)));

    assertThat(keys(edited).keys().get(0).kid()).isEqualTo(before.kid());
    assertThat(keys(edited).jwks()).contains("\"alg\":\"PS256\"");
    assertThat(epoch(edited)).isGreaterThan(epoch);
  }

  @Test
  void anAlgorithmThatTheKeyDoesNotSignWithIsRefused() {
    Provider provider = providers().create(signing("a").build());

    InvalidSettingsException refusal =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> node.edit(provider.id(), draft -> draft.assertion(a -> a.algorithm(null))));

    assertThat(refusal).hasMessageContaining("private key does not sign with the new algorithm");
    assertThat(
            refused(
                draft -> draft.assertion(a -> a.privateKey(TypedKeys.pem(SigningAlgorithm.EDDSA)))))
        .containsExactly(ProviderField.PRIVATE_KEY);
  }

  @Test
  void aClientThatSignsNoMoreLosesItsKeys() {
    Provider provider = providers().create(signing("a").build());

    Provider edited =
        node.edit(
            provider.id(),
            draft ->
                draft
                    .clientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC)
                    .clientSecret("s3cret")
                    .assertion(a -> a.algorithm(null)));

    assertThat(edited.keySet()).isEmpty();
    assertThat(providers().publicKeys(edited.id())).isEmpty();
    assertThat(KeyedRows.row(node, edited).content().secrets()).containsOnlyKeys("client_secret");
  }

  @ParameterizedTest
  @CsvSource({
    "rubbish, cannot be read",
    "-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----, is a public key",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----AAAA-----END ENCRYPTED PRIVATE KEY-----, is encrypted",
    "'{\"kty\":\"EC\",\"crv\":\"P-384\",\"d\":\"AA\"}', is on another curve"
  })
  void whatIsNoKeyIsRefusedAtTheFieldAndNothingIsSaved(String typed, String words) {
    InvalidSettingsException refusal =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> providers().create(signing("bad").assertion(a -> a.privateKey(typed)).build()));

    assertThat(refusal).hasMessageContaining("private key " + words);
    assertThat(refusal.problems()).hasSize(1);
    assertThat(providers().findByName("bad")).isEmpty();
  }

  @Test
  void whatAnAssertionNeedsIsRequired() {
    assertThat(refused(draft -> draft.issuer(null))).containsExactly(ProviderField.ISSUER);
    assertThat(refused(draft -> draft.assertion(a -> a.certificateThumbprint(true))))
        .containsExactly(ProviderField.ASSERTION_CERTIFICATE_THUMBPRINT);
    assertThat(
            refused(
                draft ->
                    draft
                        .assertion(a -> a.algorithm(null))
                        .clientAuthentication(ClientAuthentication.CLIENT_SECRET_JWT)
                        .clientSecret("x".repeat(31))))
        .containsExactly(ProviderField.CLIENT_SECRET);
    assertThat(
            refused(
                draft ->
                    draft
                        .clientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC)
                        .clientSecret("s3cret")
                        .assertion(a -> a.audience("x").withoutClientId(true))))
        .containsExactly(
            ProviderField.SIGNING_ALGORITHM,
            ProviderField.ASSERTION_AUDIENCE,
            ProviderField.ASSERTION_WITHOUT_CLIENT_ID);
  }

  /** Who writes to the database must not have his own key trusted as ours. */
  @Test
  void aKeyThatDoesNotOpenIsNotPublished() {
    Provider own = providers().create(signing("own").build());
    Provider other = providers().create(signing("other").build());
    ProviderRow from = KeyedRows.row(node, other);
    ProviderRow into = KeyedRows.row(node, own);
    Sealed foreign = Objects.requireNonNull(from.content().secrets().get(KeyedRows.name(from)));
    List<ProviderContent> forged = new ArrayList<>();
    forged.add(
        into.content().toBuilder()
            .settings(from.content().settings())
            .secrets(Map.of(KeyedRows.name(from), foreign))
            .build());
    forged.add(into.content().toBuilder().secrets(Map.of(KeyedRows.name(into), foreign)).build());

    for (ProviderContent content : forged) {
      long version = KeyedRows.row(node, own).version();
      node.store.providers().update(into.key(), version, NewNumber.NONE, content);

      assertThat(providers().publicKeys(own.id()).map(PublicKeySet::keys))
          .isEqualTo(Optional.of(List.of()));
    }
  }
}
