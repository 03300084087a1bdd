package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SecretDestinationsTest extends NodeTest {

  private enum Widening {
    TOKEN_PATH((draft, url) -> draft.tokenEndpoint(url + "/token2"), "token endpoint"),
    TOKEN_QUERY((draft, url) -> draft.tokenEndpoint(url + "/token?a=b"), "token endpoint"),
    TOKEN_HOST(
        (d, url) -> d.tokenEndpoint(url.replace("127.0.0.1", "[::1]") + "/t"), "token endpoint"),
    TOKEN_PORT((draft, url) -> draft.tokenEndpoint("http://127.0.0.1:1999/t"), "token endpoint"),
    REVOCATION_PATH((d, url) -> d.revocationEndpoint(url + "/r"), "revocation endpoint"),
    REVOCATION_QUERY((d, url) -> d.revocationEndpoint(url + "/revoke?a"), "revocation endpoint"),
    REVOCATION_PORT(
        (d, url) -> d.revocationEndpoint("http://127.0.0.1:1999/revoke"), "revocation endpoint"),
    TEST_PATH((draft, url) -> draft.testEndpoint(url + "/m"), "test endpoint"),
    TEST_QUERY((draft, url) -> draft.testEndpoint(url + "/me?a"), "test endpoint"),
    METHOD(
        (draft, url) -> draft.clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST),
        "client authentication"),
    REVOCATION_METHOD(
        (d, url) -> d.requests(r -> r.revocationAuthentication(RevocationAuthentication.CLIENT_ID)),
        "revocation authentication"),
    ONE_MORE_ORIGIN((draft, url) -> draft.origin("https://other.example.com"), "origins"),
    ANOTHER_PORT((draft, url) -> draft.origin("https://api.example.com:8443"), "origins"),
    ANY_ORIGIN((draft, url) -> draft.anyOrigin(), "origins"),
    TOKEN_POINTER((d, url) -> d.responses(a -> a.tokenPointer("/refresh_token")), "token pointer"),
    TOKEN_TYPE_POINTER(
        (d, url) -> d.responses(a -> a.tokenTypePointer("/id_token")), "token type pointer"),
    LIFETIME_POINTER((d, url) -> d.responses(a -> a.lifetimePointer("/ttl")), "lifetime pointer");

    private final BiConsumer<ProviderSettings.Builder, String> edit;
    private final String reason;

    Widening(BiConsumer<ProviderSettings.Builder, String> edit, String reason) {
      this.edit = edit;
      this.reason = reason;
    }
  }

  private Provider made() {
    return providers()
        .create(
            node.settings("CRM")
                .noOrigins()
                .origin("https://api.example.com")
                .origin(server.url(""))
                .build());
  }

  private Provider edited(Provider before, Consumer<ProviderSettings.Builder> edit) {
    ProviderSettings.Builder draft = before.toSettings().toBuilder();
    edit.accept(draft);
    return providers().update(before.id(), before.version(), draft.build());
  }

  @ParameterizedTest
  @EnumSource
  void anEditThatCouldSendTheSecretElsewhereMustBringItAgain(Widening widening) {
    Provider before = made();
    ProviderSettings.Builder draft = before.toSettings().toBuilder();
    widening.edit.accept(draft, server.url(""));

    InvalidSettingsException bad =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> providers().update(before.id(), before.version(), draft.build()));
    assertThat(bad.problems())
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.CLIENT_SECRET);
    assertThat(bad).hasMessageContaining("entered again").hasMessageEndingWith(widening.reason);
    assertThat(providers().find(before.id()).orElseThrow().version()).isEqualTo(1);
    assertThatThrownBy(() -> providers().check(draft.build()))
        .isInstanceOf(InvalidSettingsException.class);
    assertThat(server.exchanges()).isZero();

    Provider after =
        providers()
            .update(before.id(), before.version(), draft.clientSecret("another secret").build());
    assertThat(after.version()).isGreaterThan(1);
  }

  @Test
  void anEndpointThatIsAddedNeedsTheSecretAgain() {
    Provider bare =
        providers().create(node.settings("bare").revocationEndpoint("").testEndpoint("").build());

    for (Consumer<ProviderSettings.Builder> edit : additions()) {
      assertThatThrownBy(() -> edited(bare, edit)).hasMessageContaining("client secret must be");
    }
  }

  private List<Consumer<ProviderSettings.Builder>> additions() {
    return List.of(
        draft -> draft.revocationEndpoint(server.url("/revoke")),
        draft -> draft.testEndpoint(server.url("/me")));
  }

  @Test
  void narrowingKeepsTheSecretAndItStillWorks() {
    Provider provider = made();
    provider = edited(provider, draft -> draft.revocationEndpoint(""));
    provider = edited(provider, draft -> draft.testEndpoint(""));
    provider = edited(provider, draft -> draft.noOrigins().origin("https://api.example.com"));
    provider = edited(provider, draft -> draft.scope("other").clientId("other").name("other"));

    assertThat(node.auth.tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(server.arrivedAt("/token").toList()).hasSize(1);
  }

  @Test
  void namingOriginsInPlaceOfAnyNeedsNoSecret() {
    Provider open = created("CRM");

    Provider narrowed =
        edited(open, d -> d.noOrigins().origin("https://api.example.com").origin(server.url("")));

    assertThat(narrowed.origins().list()).hasSize(2);
    assertThat(node.auth.tokens().obtain(narrowed.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.auth.tokens().test(narrowed.id()).passed()).isTrue();
    assertThat(node.auth.tokens().revoke(narrowed.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.REVOKED);
  }

  @Test
  void checkOfAnEditUsesTheStoredSecret() {
    Provider made = made();

    TestReport report = providers().check(made.toSettings().toBuilder().scope("x").build());

    assertThat(report.passed()).isTrue();
    assertThat(server.arrivedAt("/token").findFirst().orElseThrow().authorization())
        .startsWith("Basic ");
    assertThat(node.auth.tokens().status(made.id()).state()).isEqualTo(TokenState.NONE);
    assertThat(providers().find(made.id()).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void anEditCheckedInAnotherTenantFindsNoSecret() {
    ProviderSettings edit = made().toSettings();

    assertThatThrownBy(() -> node.tenants.tenant("other").providers().check(edit))
        .isInstanceOf(ProviderNotFoundException.class);
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void aPointerThatIsTakenAwayNeedsTheSecretAgain() {
    Provider mapped =
        providers()
            .create(node.settings("mapped").responses(a -> a.tokenPointer("/data/token")).build());

    assertThatThrownBy(() -> edited(mapped, draft -> draft.responses(a -> a.tokenPointer(""))))
        .hasMessageContaining("elsewhere now: new token pointer");
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, /stolen",
    "token_endpoint, /stolen",
    "revocation_endpoint, /stolen",
    "test_endpoint, /stolen"
  })
  void anEndpointThatWasChangedInTheStoreGetsNoSecret(String setting, String path) {
    changedInTheStore(setting, server.url(path));
  }

  @ParameterizedTest
  @CsvSource({
    "client_authentication, client_secret_post",
    "revocation_authentication, client_id",
    "token_pointer, /refresh_token",
    "token_type_pointer, /type",
    "lifetime_pointer, /ttl"
  })
  void anotherUseThatWasWrittenIntoTheStoreGetsNoSecret(String setting, String value) {
    changedInTheStore(setting, value);
  }

  @Test
  void originsThatWereOpenedInTheStoreGetNoSecret() {
    changedInTheStore("origins", "*");
  }

  private void changedInTheStore(String setting, String value) {
    Provider made = made();
    node.auth.notifications().bind("n", made.id());
    ProviderKey key = new ProviderKey("acme", made.id().value());
    ProviderRow row = node.store.providers().find(key).orElseThrow();
    Map<String, String> settings = new HashMap<>(row.content().settings());
    settings.put(setting, value);
    ProviderContent changed = row.content().toBuilder().settings(settings).build();
    node.store.providers().update(key, row.version(), NewNumber.NONE, changed);

    assertThatThrownBy(() -> node.auth.tokens().obtain(made.id()))
        .isInstanceOfSatisfying(
            SealedValueException.class,
            refused -> {
              assertThat(refused.id()).isEqualTo(made.id());
              assertThat(refused.retryable()).isFalse();
            });
    assertThatThrownBy(() -> node.token("n")).isInstanceOf(SealedValueException.class);
    Provider read = providers().find(made.id()).orElseThrow();
    assertThatThrownBy(() -> providers().check(read.toSettings()))
        .isInstanceOf(SealedValueException.class);
    assertThatThrownBy(() -> edited(read, draft -> draft.revocationEndpoint("")))
        .isInstanceOf(SealedValueException.class);
    assertThat(server.exchanges()).isZero();
    assertThat(server.arrivedAt("/stolen")).isEmpty();
  }

  @Test
  void aSecretThatWasMovedToAnotherProviderOrTenantDoesNotOpen() {
    ProviderRow rich = row(node.bound("rich"));
    ProviderRow poor = row(node.bound("poor"));
    ProviderContent stolen =
        poor.content().toBuilder()
            .settings(rich.content().settings())
            .secrets(rich.content().secrets())
            .build();
    node.store.providers().update(poor.key(), poor.version(), NewNumber.NONE, stolen);
    ProviderKey beta = new ProviderKey("beta", rich.key().id());
    node.store.providers().create(beta, rich.content(), 9);
    node.tenants.tenant("beta").notifications().bind("n", new ProviderId(beta.id()));

    assertThat(node.refusal("poor")).isInstanceOf(SealedValueException.class);
    assertThatThrownBy(
            () ->
                node.tenants
                    .tenant("beta")
                    .callouts()
                    .authenticate("n", "GET", URI.create(Node.TARGET)))
        .isInstanceOf(SealedValueException.class);
    assertThat(server.exchanges()).isZero();
    assertThat(node.token("rich")).isEqualTo("token-1");
  }

  @Test
  void aTokenThatWasMovedToAnotherProviderOrTenantIsNone() {
    ProviderRow rich = row(node.bound("rich"));
    ProviderRow poor = row(node.bound("poor"));
    node.token("rich");
    StoredToken token =
        Objects.requireNonNull(node.store.tokens().find(rich.key()).orElseThrow().token());
    LeaseRequest request = LeaseRequest.of(poor.epoch(), TokenRow.EMPTY, Duration.ofSeconds(20));
    Lease lease = (Lease) node.store.tokens().lease(poor.key(), request);
    TokenContent moved =
        TokenContent.builder(token.sealed(), token.lifetime()).scope(token.scope()).build();
    node.store.tokens().complete(poor.key(), lease, TokenRequestOutcome.kept(moved, Duration.ZERO));

    assertThat(node.token("poor")).isEqualTo("token-2");
    Eventually.holds(
        () -> node.events.stream().anyMatch(event -> event.type() == EventType.VALUE_UNOPENED));
  }

  private ProviderRow row(Provider provider) {
    return node.store
        .providers()
        .find(new ProviderKey("acme", provider.id().value()))
        .orElseThrow();
  }
}
