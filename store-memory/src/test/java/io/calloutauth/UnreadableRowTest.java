package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.SecretResolver;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.testkit.Eventually;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's row that another version of this library wrote. */
class UnreadableRowTest extends OneNode {

  private Provider crm;

  @BeforeEach
  void bind() {
    crm = node.bound(N);
  }

  private void write(String setting, String value) {
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    ProviderRow row = node.store.providers().find(key).orElseThrow();
    Map<String, String> settings = new HashMap<>(row.content().settings());
    settings.put(setting, value);
    ProviderContent content = row.content().toBuilder().settings(settings).build();
    node.store.providers().update(key, row.version(), NewNumber.NONE, content);
  }

  @ParameterizedTest
  @CsvSource({
    "client_authentication, carrier_pigeon",
    "scope_separator, PIPE",
    "default_lifetime, a while",
    "origins, not a URL",
    "scope, \u20ac",
    "resources, 'http://['",
  })
  void isABrokenStoreToWhoeverNeedsTheProvider(String setting, String value) {
    write(setting, value);

    assertThat(node.refusal(N))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, told -> assertThat(told.retryable()).isFalse());
    assertThat(node.later(N))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> node.auth.tokens().obtain(crm.id()))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(server.exchanges()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "revocation_endpoint, 'http://['",
    "token_endpoint, 'http://['",
    "test_endpoint, 'http://['",
    "client_authentication, carrier_pigeon",
  })
  void isNoFaultOfTheLibraryToWhoeverRevokesOrTests(String setting, String value) {
    node.token(N);
    write(setting, value);

    assertThat(catchThrowable(() -> node.auth.tokens().revoke(crm.id())))
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isNull(),
            thrown -> assertThat(thrown).isInstanceOf(StoreUnavailableException.class));
    assertThat(
            catchThrowable(() -> assertThat(node.auth.tokens().test(crm.id()).passed()).isFalse()))
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isNull(),
            thrown -> assertThat(thrown).isInstanceOf(StoreUnavailableException.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization_endpoint", "token_endpoint"})
  void isABrokenStoreToWhoeverBeginsAnAuthorization(String setting) {
    URI callback = URI.create("https://console.example.com/callback/" + crm.id());
    write("grant_type", "authorization_code");
    write("authorization_endpoint", server.url("/authorize"));
    write(setting, "http://[");

    assertThatThrownBy(() -> node.auth.authorizations().begin(crm.id(), callback, "a login"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("CRM of " + N);
    assertThatThrownBy(
            () ->
                node.auth
                    .authorizations()
                    .begin(crm.id(), URI.create("http://elsewhere.example.com/"), "a login"))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "client_authentication, carrier_pigeon",
    "grant_type, barter",
    "default_lifetime, a while",
  })
  void isLeftByAnImport(String setting, String value) throws IOException {
    StringBuilder text = new StringBuilder();
    node.auth.transfer().export(text);
    write(setting, value);

    ImportReport plan =
        node.auth.transfer().plan(new StringReader(text.toString()), SecretResolver.NONE).report();

    assertThat(plan.items().get(0).outcome()).isEqualTo(ImportReport.Outcome.REFUSED);
    assertThat(plan.items().get(0).problems().get(0).code()).isEqualTo("later_format");
    assertThat(plan.items().get(1).outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
  }

  @Test
  void isLeftByAnImportWhenItsSettingsAreBroken() throws IOException {
    StringBuilder text = new StringBuilder();
    node.auth.transfer().export(text);
    damage();

    assertThat(
            node.auth
                .transfer()
                .plan(new StringReader(text.toString()), SecretResolver.NONE)
                .report()
                .counts())
        .isEqualTo(Map.of(ImportReport.Outcome.REFUSED, 1L, ImportReport.Outcome.UNCHANGED, 1L));
  }

  @Test
  void isRevokedOnlyWhenItCanBeReadAgain() {
    node.token(N);
    write("client_authentication", "carrier_pigeon");
    assertThatThrownBy(() -> node.auth.tokens().revoke(crm.id()))
        .isInstanceOf(StoreUnavailableException.class);

    write("client_authentication", "client_secret_basic");

    assertThat(node.auth.tokens().revoke(crm.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.REVOKED);
  }

  @Test
  void isListedBesideTheOthers() {
    write("client_authentication", "carrier_pigeon");
    node.bound("m");

    assertThat(node.auth.providers().list(10).items()).hasSize(2);
  }

  @Test
  void stopsNoOtherProvidersChanges() {
    Provider edited = node.bound("m");
    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(node.token("m")).isEqualTo("token-2");
    write("client_authentication", "carrier_pigeon");
    try (Node other = node.another()) {
      other.edit(edited.id(), draft -> draft.scope("orders.read"));
    }

    node.pass(Duration.ofSeconds(5));

    Eventually.holds(() -> node.token("m").equals("token-3"));
    assertThat(node.refusal(N)).isInstanceOf(StoreUnavailableException.class);
  }

  private void damage() {
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    ProviderRow row = node.store.providers().find(key).orElseThrow();
    node.store
        .providers()
        .update(key, row.version(), NewNumber.NONE, row.content().toBuilder().broken().build());
  }

  @Test
  void isNeitherUsedNorEditedWhenItsSettingsAreBroken() {
    ProviderSettings edit = crm.toSettings();
    damage();

    assertThat(node.refusal(N))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, told -> assertThat(told.retryable()).isFalse())
        .hasMessageContaining("CRM of " + N + " (" + crm.id().value() + ")")
        .hasMessageContaining("restore its row from a backup");
    long version = node.auth.providers().find(crm.id()).orElseThrow().version();
    for (ThrowingCallable command :
        List.<ThrowingCallable>of(
            () -> node.auth.providers().update(crm.id(), version, edit),
            () -> node.auth.providers().check(edit),
            () -> node.auth.providers().disable(crm.id()),
            () -> node.auth.providers().enable(crm.id()))) {
      assertThatThrownBy(command)
          .isInstanceOf(ProviderFormatException.class)
          .hasMessageContaining("CRM of " + N)
          .hasMessageContaining("restore its row from a backup");
    }
    for (ThrowingCallable command :
        List.<ThrowingCallable>of(
            () -> node.auth.tokens().obtain(crm.id()),
            () -> node.auth.tokens().test(crm.id()),
            () -> node.auth.tokens().revoke(crm.id()))) {
      assertThatThrownBy(command).isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void isListedNotFoundBySettingsAndDeletedWhenItsSettingsAreBroken() {
    damage();
    node.bound("m");

    assertThat(node.auth.providers().list(10).items())
        .extracting(listed -> listed.toMap().toString())
        .anyMatch(shown -> shown.contains("CRM of " + N) && shown.contains("restore its row"))
        .hasSize(2);
    assertThat(node.auth.providers().search(ProviderQuery.all().clientId("billing"), 10).items())
        .hasSize(1);
    node.auth.providers().deleteAndDetach(crm.id());
    assertThat(node.auth.providers().find(crm.id())).isEmpty();
  }
}
