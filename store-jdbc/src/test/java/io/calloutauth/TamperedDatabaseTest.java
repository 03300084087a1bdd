package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TestKeys;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can write to the database gets no secret sent anywhere by it. */
@NullMarked
@ParameterizedClass
@EnumSource(names = {"POSTGRESQL", "MARIADB", "H2_FILE"})
class TamperedDatabaseTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final TestDatabase database;

  private final ManualWorld time = new ManualWorld();
  private TokenServer server;
  private HikariDataSource pool;
  private CalloutAuthTenants node;
  private Provider crm;
  private Provider other;
  private Provider foreign;

  TamperedDatabaseTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() throws IOException {
    database.emptyStore();
    server = new TokenServer();
    pool = database.newPool(20);
    node = node(TestKeys.of("k1"));
    crm = created("acme", "CRM");
    other = created("acme", "ERP");
    foreign = created("evil", "CRM");
    node.tenant("acme").notifications().bind("n1", crm.id());
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
    pool.close();
  }

  @Test
  void aSecretOfAnotherProviderDoesNotOpen() {
    put(sealedOf(other, "client_secret"), crm, "client_secret");

    assertClosed("k1");
  }

  @Test
  void aSecretOfAnotherTenantDoesNotOpen() {
    put(sealedOf(foreign, "client_secret"), crm, "client_secret");

    assertClosed("k1");
  }

  @Test
  void aSecretInAnotherSlotDoesNotOpen() {
    put(sealedOf(crm, "client_secret"), crm, "parameter:key");

    assertClosed("k1");
  }

  @Test
  void aProviderThatIsMovedToAnotherTenantWithItsSecretsDoesNotOpen() {
    database.execute(
        "DELETE FROM callout_auth_binding",
        "INSERT INTO callout_auth_provider SELECT 'evil', id, 'Stolen', 'stolen', version, epoch,"
            + " authorization_no, client, settings, disabled, created_at, updated_at"
            + " FROM callout_auth_provider WHERE id = '"
            + crm.id()
            + "'",
        "INSERT INTO callout_auth_token SELECT 'evil', t.* FROM (SELECT provider_id, fence, epoch,"
            + " lease_owner, lease_from, lease_until, token_epoch, token_fence, token_owner, kid,"
            + " sealed, issued_at, expires_at, scope, warnings, credential, bound_to,"
            + " failure, failure_epoch,"
            + " failing_since, attempts, last_attempt_at, next_attempt_at, revoked_at, refresh_no,"
            + " refresh_kid, refresh_sealed, refresh_at, refresh_ends_at, refresh_due_from,"
            + " refresh_due_at, doubt_no, doubt_since, authorized_by, authorized_at, format"
            + " FROM callout_auth_token"
            + " WHERE provider_id = '"
            + crm.id()
            + "') t",
        "UPDATE callout_auth_secret SET tenant = 'evil' WHERE provider_id = '" + crm.id() + "'");
    node.tenant("evil").notifications().bind("n1", crm.id());

    assertThat(refused(node.tenant("evil"))).isNotNull();
    assertThat(server.exchanges()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/token", "/revoke", "/me"})
  void aSecretWhoseEndpointWasChangedDoesNotOpen(String path) {
    database.execute(
        "UPDATE callout_auth_provider SET settings = replace(settings, '" + path + "', '/steal')");

    assertClosed("k1");
    assertThat(server.arrivedAt("/steal")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "'plain'", "left(sealed, 100)", "replace(sealed, '.', '')"})
  void aSecretThatWasWrittenOverIsNeverAnEmptyOne(String value) {
    database.execute("UPDATE callout_auth_secret SET sealed = " + value);

    assertThat(refused(node.tenant("acme"))).isNotNull();
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void aSecretThatIsGoneIsNeverAnEmptyOne() {
    database.execute("DELETE FROM callout_auth_secret WHERE name = 'client_secret'");

    assertClosed("");
  }

  @Test
  void aMissingKeyIsNamed() {
    try (CalloutAuthTenants without = node(TestKeys.of("k2"))) {
      SealedValueException missing = refused(without.tenant("acme"));

      assertThat(missing.keyId()).isEqualTo("k1");
      assertThat(missing).hasMessageContaining("'k1'").hasMessageContaining("not among");
      assertThat(server.exchanges()).isZero();
    }
  }

  @Test
  void aTokenOfAnotherProviderIsNeverUsed() {
    node.tenant("acme").tokens().obtain(crm.id());
    node.tenant("acme").tokens().obtain(other.id());
    database.execute(
        "UPDATE callout_auth_token SET sealed = (SELECT sealed FROM callout_auth_token"
            + " WHERE provider_id = '"
            + other.id()
            + "') WHERE provider_id = '"
            + crm.id()
            + "'");

    try (CalloutAuthTenants restarted = node(TestKeys.of("k1"))) {
      StringBuilder value = new StringBuilder();
      restarted
          .tenant("acme")
          .callouts()
          .authenticate("n1", "POST", TARGET)
          .applyTo((name, text) -> value.append(text));

      assertThat(value).hasToString("Bearer token-3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/me", "/revoke"})
  void aTokenWhoseEndpointWasChangedIsNeverSentThere(String path) {
    Provider open =
        node.tenant("acme")
            .providers()
            .create(settings("Public").clientAuthentication(ClientAuthentication.NONE).build());
    node.tenant("acme").tokens().obtain(open.id());
    database.execute(
        "UPDATE callout_auth_provider SET settings = replace(settings, '" + path + "', '/steal')");

    for (CalloutAuthTenants reader : List.of(node, node(TestKeys.of("k1")))) {
      reader.tenant("acme").tokens().test(open.id());
      reader.tenant("acme").tokens().revoke(open.id());
      reader.close();
    }

    assertThat(server.arrivedAt("/steal").map(TokenServer.Arrived::toString))
        .noneMatch(request -> request.contains("token-1"));
  }

  @Test
  void aTokenAmongTheRevocationsIsNeverTold() {
    node.tenant("acme").tokens().obtain(crm.id());
    database.execute(
        "INSERT INTO callout_auth_revocation (tenant, provider_id, id, name, kid, sealed, ends_at,"
            + " due_from, due_at, claims) SELECT tenant, provider_id, 'planted', '', kid, sealed,"
            + " expires_at, 0, 0, 0 FROM callout_auth_token WHERE provider_id = '"
            + crm.id()
            + "'");
    assertThat(database.dump("callout_auth_revocation")).contains("planted");

    time.pass(Duration.ofMinutes(2));
    Eventually.holds(() -> !database.dump("callout_auth_revocation").contains("planted"));

    assertThat(server.arrivedAt("/revoke")).isEmpty();
  }

  private void assertClosed(String keyId) {
    assertThat(refused(node.tenant("acme")).keyId()).isEqualTo(keyId);
    assertThat(server.exchanges()).isZero();
  }

  private static SealedValueException refused(CalloutAuth auth) {
    return catchThrowableOfType(
        SealedValueException.class, () -> auth.callouts().authenticate("n1", "POST", TARGET));
  }

  private String sealedOf(Provider provider, String name) {
    return "(SELECT sealed FROM callout_auth_secret WHERE provider_id = '"
        + provider.id()
        + "' AND name = '"
        + name
        + "')";
  }

  private void put(String value, Provider provider, String name) {
    database.execute(
        "UPDATE callout_auth_secret SET sealed = "
            + value
            + " WHERE provider_id = '"
            + provider.id()
            + "' AND name = '"
            + name
            + "'");
  }

  private Provider created(String tenant, String name) {
    return node.tenant(tenant)
        .providers()
        .create(
            settings(name)
                .clientSecret("s3cret of " + name)
                .requests(r -> r.parameter("key", "s3cret parameter"))
                .build());
  }

  private ProviderSettings.Builder settings(String name) {
    return ProviderSettings.clientCredentials()
        .name(name)
        .tokenEndpoint(server.url("/token"))
        .revocationEndpoint(server.url("/revoke"))
        .testEndpoint(server.url("/me"))
        .clientId("billing")
        .anyOrigin();
  }

  private CalloutAuthTenants node(SealingKeys keys) {
    return CalloutAuth.builder(JdbcStore.create(pool))
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .world(time.world())
        .buildForTenants();
  }
}
