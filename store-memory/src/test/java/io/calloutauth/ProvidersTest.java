package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.testkit.TokenServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest extends NodeTest {

  private static final String UNKNOWN = "00000000-0000-0000-0000-000000000000";

  @Test
  void createdProviderIsFoundWithEverythingThatWasTypedButTheSecret() {
    ProviderSettings typed =
        node.settings("CRM")
            .scope("orders.write, Orders.read orders.write")
            .clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
            .defaultLifetime(Duration.ofMinutes(7))
            .singleToken(true)
            .grantType(GrantType.ACCOUNT_CREDENTIALS)
            .noOrigins()
            .origin("https://API.example.com")
            .origin(server.url(""))
            .build();

    Provider made = providers().create(typed);
    Provider found = providers().find(made.id()).orElseThrow();

    assertThat(found.name()).isEqualTo("CRM");
    assertThat(found.version()).isEqualTo(1);
    assertThat(found.disabled()).isFalse();
    assertThat(found.clientId()).isEqualTo("billing");
    assertThat(found.tokenEndpoint()).isEqualTo(URI.create(server.url("/token")));
    assertThat(found.revocationEndpoint()).contains(URI.create(server.url("/revoke")));
    assertThat(found.testEndpoint()).contains(URI.create(server.url("/me")));
    assertThat(found.scope().tokens()).containsExactly("orders.write", "Orders.read");
    assertThat(found.clientAuthentication()).isEqualTo(ClientAuthentication.CLIENT_SECRET_POST);
    assertThat(found.defaultLifetime()).isEqualTo(Duration.ofMinutes(7));
    assertThat(found.singleToken()).isTrue();
    assertThat(found.grantType()).isEqualTo(GrantType.ACCOUNT_CREDENTIALS);
    assertThat(found.origins()).hasToString("https://api.example.com " + server.url(""));
    assertThat(found.createdAt()).isEqualTo(node.time.instant());
    assertThat(found.toString() + typed + found.toSettings()).doesNotContain("s3cret");
  }

  @Test
  void secretIsStoredSealed() {
    Provider made = created("CRM");

    String row =
        node.store
            .providers()
            .find(new ProviderKey("acme", made.id().value()))
            .orElseThrow()
            .content()
            .toString();
    assertThat(row).doesNotContain("s3cret");
  }

  @Test
  void clientAuthenticatesWithBasicUnlessToldToPost() {
    Provider basic = created("basic");
    Provider post =
        providers()
            .create(
                node.settings("post")
                    .clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
                    .build());

    node.auth.tokens().obtain(basic.id());
    node.auth.tokens().obtain(post.id());

    List<TokenServer.Arrived> arrived = server.arrivedAt("/token").toList();
    assertThat(decoded(arrived.get(0).authorization())).isEqualTo("billing:s3cret%20of%20basic");
    assertThat(arrived.get(0).body()).doesNotContain("client_secret").doesNotContain("s3cret");
    assertThat(arrived.get(1).authorization()).isEqualTo("null");
    assertThat(arrived.get(1).body())
        .contains("client_id=billing")
        .contains("client_secret=s3cret+of+post");
  }

  private static String decoded(String basic) {
    byte[] bytes = Base64.getDecoder().decode(basic.substring("Basic ".length()));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void scopeIsSentAsAListWithoutDuplicatesInItsOrderAndCase() {
    Provider made =
        providers().create(node.settings("CRM").scope(" b,a  B,,b https://x/.default ").build());

    node.auth.tokens().obtain(made.id());

    assertThat(server.arrivedAt("/token").findFirst().orElseThrow().body())
        .contains("scope=b+a+B+https%3A%2F%2Fx%2F.default");
  }

  @Test
  void findsByNameInWhateverCase() {
    Provider made = created("Größe ΟΔΟΣ");

    assertThat(providers().findByName("GRÖẞE οδος").orElseThrow().id()).isEqualTo(made.id());
    assertThat(providers().findByName("Große ΟΔΟΣ")).isEmpty();
    assertThat(providers().findByName("")).isEmpty();
    assertThat(providers().findByName("a\0b")).isEmpty();
  }

  @Test
  void renamingKeepsTheTokenAndChangingTheClientDropsIt() {
    Provider made = node.bound("n");
    assertThat(node.token("n")).isEqualTo("token-1");

    Provider renamed = edited(made, draft -> draft.name("other"));
    assertThat(renamed.version()).isGreaterThan(1);
    assertThat(node.token("n")).isEqualTo("token-1");

    edited(renamed, draft -> draft.clientId("other"));
    assertThat(node.auth.tokens().status(made.id()).state()).isEqualTo(TokenState.NONE);
    assertThat(node.token("n")).isEqualTo("token-2");
  }

  private Provider edited(Provider provider, Consumer<ProviderSettings.Builder> edit) {
    ProviderSettings.Builder draft = provider.toSettings().toBuilder();
    edit.accept(draft);
    return providers().update(provider.id(), provider.version(), draft.build());
  }

  @Test
  void staleVersionIsRefusedAndNothingChanges() {
    Provider made = created("CRM");
    edited(made, draft -> draft.clientId("second"));

    StaleProviderException stale =
        catchThrowableOfType(
            StaleProviderException.class, () -> edited(made, draft -> draft.clientId("third")));

    assertThat(stale.id()).isEqualTo(made.id());
    assertThat(stale.readVersion()).isEqualTo(1);
    assertThat(providers().find(made.id()).orElseThrow().clientId()).isEqualTo("second");
  }

  @Test
  void takenNameIsRefusedWhenCreatedAndWhenRenamed() {
    created("CRM");
    Provider other = created("other");

    assertThatThrownBy(() -> created("crm"))
        .isInstanceOfSatisfying(
            ProviderNameTakenException.class, taken -> assertThat(taken.name()).isEqualTo("crm"));
    assertThatThrownBy(() -> edited(other, draft -> draft.name("Crm")))
        .isInstanceOf(ProviderNameTakenException.class);
    assertThat(providers().find(other.id()).orElseThrow().name()).isEqualTo("other");
    assertThat(edited(other, draft -> draft.name("OTHER")).name()).isEqualTo("OTHER");
  }

  @ParameterizedTest
  @ValueSource(strings = {UNKNOWN, "", "x", "a\0b", "\uD800", "' or 1=1"})
  void anIdThatIsNobodysGetsTheSameAnswerEverywhere(String value) {
    ProviderId id = new ProviderId(value);
    ProviderSettings settings = node.settings("CRM").build();

    assertThat(providers().find(id)).isEmpty();
    missing(id, () -> providers().update(id, 1, settings));
    missing(id, () -> providers().disable(id));
    missing(id, () -> providers().enable(id));
    missing(id, () -> providers().delete(id));
    missing(id, () -> providers().deleteAndDetach(id));
    missing(id, () -> node.auth.notifications().bind("n", id));
    missing(id, () -> node.auth.tokens().obtain(id));
    missing(id, () -> node.auth.tokens().refresh(id));
    missing(id, () -> node.auth.tokens().status(id));
    missing(id, () -> node.auth.tokens().test(id));
    missing(id, () -> node.auth.tokens().revoke(id));
    assertThat(node.auth.notifications().list(id, 10).items()).isEmpty();
    assertThat(server.exchanges()).isZero();
  }

  private static void missing(ProviderId id, Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOfSatisfying(
            ProviderNotFoundException.class, gone -> assertThat(gone.id()).isEqualTo(id))
        .hasMessage("There is no provider with the id " + id);
  }

  @Test
  void disabledProviderFailsItsCalloutsWithoutAnExchangeUntilItIsEnabled() {
    Provider made = node.bound("n");
    assertThat(node.token("n")).isEqualTo("token-1");

    Provider disabled = providers().disable(made.id());

    assertThat(disabled.disabled()).isTrue();
    assertThat(providers().disable(made.id()).version()).isEqualTo(disabled.version());
    assertThatThrownBy(() -> node.token("n")).isInstanceOf(ProviderDisabledException.class);
    assertThatThrownBy(() -> node.auth.tokens().obtain(made.id()))
        .isInstanceOf(ProviderDisabledException.class);
    assertThat(server.exchanges()).isEqualTo(1);
    assertThat(providers().enable(made.id()).disabled()).isFalse();
    assertThat(node.token("n")).isEqualTo("token-2");
  }

  @Test
  void editKeepsADisabledProviderDisabled() {
    Provider disabled = providers().disable(created("CRM").id());

    assertThat(edited(disabled, draft -> draft.clientId("other")).disabled()).isTrue();
  }

  @Test
  void providerInUseIsNotDeletedAndItsFirstUsersAreNamed() {
    Provider made = created("CRM");
    List<String> ids = IntStream.range(10, 35).mapToObj(n -> "n-" + n).toList();
    ids.forEach(id -> node.auth.notifications().bind(id, made.id()));

    ProviderInUseException inUse =
        catchThrowableOfType(ProviderInUseException.class, () -> providers().delete(made.id()));

    assertThat(inUse.id()).isEqualTo(made.id());
    assertThat(inUse.total()).isEqualTo(25);
    assertThat(inUse.notificationIds()).isEqualTo(ids.subList(0, 20));
    assertThat(inUse).hasMessageContaining("25").hasMessageContaining("n-10");
    assertThat(providers().find(made.id())).isPresent();
    assertThat(node.auth.notifications().list(made.id(), 100).items()).isEqualTo(ids);
    assertThat(node.token("n-34")).isEqualTo("token-1");
  }

  @Test
  void unusedProviderIsDeletedAndItsNameIsFreeAgain() {
    Provider made = created("CRM");

    providers().delete(made.id());

    assertThat(providers().find(made.id())).isEmpty();
    assertThat(created("CRM").id()).isNotEqualTo(made.id());
  }

  @Test
  void detachedNotificationsFailUntilTheyAreBoundOrUnbound() {
    Provider made = node.bound("n-1");
    node.auth.notifications().bind("n-2", made.id());
    assertThat(node.token("n-1")).isEqualTo("token-1");

    assertThat(providers().deleteAndDetach(made.id())).containsExactly("n-1", "n-2");

    for (String id : List.of("n-1", "n-2")) {
      assertThatThrownBy(() -> node.token(id))
          .isInstanceOfSatisfying(
              NoProviderBoundException.class, lost -> assertThat(lost.detached()).isTrue());
      assertThat(node.auth.notifications().find(id).orElseThrow().detached()).isTrue();
    }
    assertThat(server.exchanges()).isEqualTo(1);
    node.auth.notifications().bind("n-1", created("new").id());
    assertThat(node.token("n-1")).isEqualTo("token-2");
    assertThat(node.auth.notifications().unbind("n-2")).isTrue();
    assertThatThrownBy(() -> node.token("n-2"))
        .isInstanceOfSatisfying(
            NoProviderBoundException.class, never -> assertThat(never.detached()).isFalse());
  }
}
