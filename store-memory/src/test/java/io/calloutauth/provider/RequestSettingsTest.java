package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.EventType;
import io.calloutauth.InvalidSettingsException;
import io.calloutauth.NodeTest;
import io.calloutauth.SealedValueException;
import io.calloutauth.TokenState;
import io.calloutauth.TokenStatus;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.testkit.TokenServer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an administrator may say about requests and answers beyond the standards. */
class RequestSettingsTest extends NodeTest {

  private static final RevocationAuthentication NO_SECRET = RevocationAuthentication.CLIENT_ID;

  private enum Option {
    AUDIENCE(d -> d.requests(r -> r.audience("https://api.example.com"))),
    RESOURCES(d -> d.requests(r -> r.resource("urn:a"))),
    SCOPE_SEPARATOR(d -> d.requests(r -> r.scopeSeparator(ScopeSeparator.COMMA))),
    BODY_FORMAT(d -> d.requests(r -> r.bodyFormat(BodyFormat.JSON))),
    LIFETIME_UNIT(d -> d.responses(a -> a.lifetimeUnit(LifetimeUnit.MILLISECONDS))),
    TOKEN_TYPE_ALIASES(d -> d.responses(a -> a.tokenTypeAlias("BearerToken"))),
    TOKEN_POINTER(d -> d.responses(a -> a.tokenPointer("/t"))),
    TOKEN_TYPE_POINTER(d -> d.responses(a -> a.tokenTypePointer("/t"))),
    LIFETIME_POINTER(d -> d.responses(a -> a.lifetimePointer("/t")));

    private final UnaryOperator<ProviderSettings.Builder> edit;

    Option(UnaryOperator<ProviderSettings.Builder> edit) {
      this.edit = edit;
    }

    /** A pointer says what is sent as the token: who changes it has to know the secret. */
    private boolean isPointer() {
      return name().endsWith("_POINTER");
    }

    private ProviderSettings.Builder secretIn(ProviderSettings.Builder draft) {
      return isPointer() ? draft.clientSecret("another") : draft;
    }

    private List<ProviderField> changedFields() {
      ProviderField field = ProviderField.valueOf(name());
      return isPointer() ? List.of(ProviderField.CLIENT_SECRET, field) : List.of(field);
    }
  }

  private Provider made(UnaryOperator<ProviderSettings.Builder> change) {
    return providers().create(change.apply(node.settings("CRM")).build());
  }

  private Map<String, String> stored(Provider provider) {
    ProviderKey key = new ProviderKey("acme", provider.id().value());
    return node.store.providers().find(key).orElseThrow().content().settings();
  }

  @Test
  void whatIsTypedReachesTheServerAndIsShown() {
    Provider made =
        made(
            draft ->
                draft
                    .scope("a b")
                    .requests(
                        r ->
                            r.audience("aud")
                                .resource("urn:a")
                                .resource("urn:b")
                                .scopeSeparator(ScopeSeparator.COMMA)
                                .bodyFormat(BodyFormat.JSON))
                    .responses(
                        a -> a.lifetimeUnit(LifetimeUnit.MILLISECONDS).tokenTypeAlias("bot")));
    server.answerTokens(
        n ->
            new TokenServer.Answer(
                200, "{\"access_token\":\"t\",\"token_type\":\"BOT\",\"expires_in\":3600000}"));

    TokenStatus status = node.auth.tokens().obtain(made.id());

    assertThat(server.arrivedAt("/token").findFirst().orElseThrow().body())
        .isEqualTo(
            "{\"audience\":\"aud\",\"grant_type\":\"client_credentials\","
                + "\"resource\":[\"urn:a\",\"urn:b\"],\"scope\":\"a,b\"}");
    assertThat(status.expiresAt().orElseThrow())
        .isAfter(node.time.instant().plusSeconds(3_500))
        .isBefore(node.time.instant().plusSeconds(3_601));
    Provider found = providers().find(made.id()).orElseThrow();
    assertThat(found.requests().audience()).contains("aud");
    assertThat(found.requests().resources())
        .containsExactly(URI.create("urn:a"), URI.create("urn:b"));
    assertThat(found.requests().scopeSeparator()).isEqualTo(ScopeSeparator.COMMA);
    assertThat(found.requests().bodyFormat()).isEqualTo(BodyFormat.JSON);
    assertThat(found.responses().lifetimeUnit()).isEqualTo(LifetimeUnit.MILLISECONDS);
    assertThat(found.responses().tokenTypeAliases()).containsExactly("bot");
  }

  @ParameterizedTest
  @EnumSource
  void anEditOfAnOptionIsNamedAndStartsANewTokenAndAnEditOfNothingDoesNot(Option option) {
    Provider before = made(draft -> draft);
    node.auth.tokens().obtain(before.id());

    Provider after = node.edit(before.id(), draft -> option.edit.apply(option.secretIn(draft)));
    Provider same = node.edit(before.id(), draft -> draft);

    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.PROVIDER_UPDATED)
        .extracting(CalloutAuthEvent::changedFields)
        .containsExactly(option.changedFields(), List.of());
    assertThat(node.auth.tokens().status(before.id()).state()).isEqualTo(TokenState.NONE);
    assertThat(stored(same)).isEqualTo(stored(after)).isNotEqualTo(stored(before(before)));
  }

  private Provider before(Provider like) {
    return providers()
        .create(like.toSettings().toBuilder().name("other").clientSecret("x").build());
  }

  @Test
  void anEditTakesAwayWhatWasAdded() {
    Provider made =
        made(
            draft ->
                draft
                    .requests(
                        r ->
                            r.resource("urn:a")
                                .resource("urn:b")
                                .parameter("account_id", "7")
                                .parameter("region", "eu"))
                    .responses(a -> a.tokenTypeAlias("BearerToken")));

    Provider edited =
        node.edit(
            made.id(),
            draft ->
                draft
                    .requests(r -> r.noResources().resource("urn:c").noParameter("account_id"))
                    .responses(a -> a.noTokenTypeAliases()));

    assertThat(edited.requests().resources()).containsExactly(URI.create("urn:c"));
    assertThat(edited.requests().parameterNames()).containsExactly("region");
    assertThat(edited.responses().tokenTypeAliases()).isEmpty();
    node.auth.tokens().obtain(made.id());
    assertThat(server.arrivedAt("/token").findFirst().orElseThrow().body())
        .contains("resource=urn%3Ac", "region=eu")
        .doesNotContain("urn%3Aa", "account_id");
    ProviderKey key = new ProviderKey("acme", made.id().value());
    assertThat(node.store.providers().find(key).orElseThrow().content().secrets())
        .containsOnlyKeys("client_secret", "parameter:region");
  }

  @Test
  void whatTheRevocationEndpointIsAuthenticatedWithIsSealedIn() {
    Provider made = made(d -> d.requests(r -> r.revocationAuthentication(NO_SECRET)));
    ProviderKey key = new ProviderKey("acme", made.id().value());
    ProviderRow row = node.store.providers().find(key).orElseThrow();
    Map<String, String> settings = new HashMap<>(row.content().settings());
    settings.remove("revocation_authentication");
    node.store
        .providers()
        .update(
            key,
            row.version(),
            NewNumber.EPOCH,
            row.content().toBuilder().settings(settings).build());

    assertThatThrownBy(() -> node.auth.tokens().obtain(made.id()))
        .isInstanceOf(SealedValueException.class);
  }

  @Test
  void defaultsAreNotStoredSoThatOldRowsReadAsTheyDid() {
    assertThat(stored(made(draft -> draft)))
        .containsOnlyKeys(
            "format",
            "client_id",
            "token_endpoint",
            "revocation_endpoint",
            "test_endpoint",
            "scope",
            "origins",
            "secret_set_at");
  }

  @Test
  void aClientWithoutSecretIsCreatedTestedAndUsed() {
    Provider made =
        made(draft -> draft.clientSecret("").clientAuthentication(ClientAuthentication.NONE));

    assertThat(providers().check(made.toSettings()).passed()).isTrue();
    node.auth.tokens().obtain(made.id());

    assertThat(server.arrivedAt("/token").map(TokenServer.Arrived::body))
        .hasSize(2)
        .allMatch(body -> body.contains("client_id=billing") && !body.contains("client_secret"));
    assertThat(node.events).noneMatch(event -> event.type() == EventType.SECRET_SET);
  }

  @Test
  void theSecretGoesWithTheNeedForItAndHasToComeBackWithIt() {
    Provider made = made(draft -> draft);

    Provider without =
        node.edit(made.id(), draft -> draft.clientAuthentication(ClientAuthentication.NONE));
    ProviderSettings back =
        without.toSettings().toBuilder()
            .clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
            .build();

    ProviderKey key = new ProviderKey("acme", made.id().value());
    assertThat(node.store.providers().find(key).orElseThrow().content().secrets()).isEmpty();
    assertThat(
            catchThrowableOfType(
                InvalidSettingsException.class,
                () -> providers().update(made.id(), without.version(), back)))
        .hasMessageContaining("client secret is missing");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFRESH_TOKEN", "AUTHORIZATION_CODE"}) // they own what they ask with
  void theGrantIsCalledAsTheServerCallsIt(GrantType grant) {
    Provider provider = created("CRM");
    node.edit(
        provider.id(),
        draft -> draft.grantType(grant).issuer(server.url("/issuer")).clientSecret("s3cret"));

    node.auth.tokens().obtain(provider.id());

    String name = URLEncoder.encode(grant.value(), StandardCharsets.UTF_8);
    assertThat(server.arrivedAt("/token").findFirst().orElseThrow().body())
        .contains("grant_type=" + name + "&");
    Provider edited = providers().find(provider.id()).orElseThrow();
    assertThat(edited.grantType()).isEqualTo(grant);
    assertThat(edited.toSettings().draft().get(SettingTable.GRANT_TYPE)).isEqualTo(grant);
  }

  @Test
  void anotherGrantIsAnotherToken() {
    Provider provider = node.bound("n");
    assertThat(node.token("n")).isEqualTo("token-1");

    node.edit(provider.id(), draft -> draft.grantType(GrantType.CLIENT_CREDENTIAL));

    assertThat(node.token("n")).isEqualTo("token-2");
  }
}
