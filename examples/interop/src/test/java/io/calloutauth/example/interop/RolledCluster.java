package io.calloutauth.example.interop;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.CalloutAuth;
import io.calloutauth.TokenState;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Processes that call out on one PostgreSQL, with two providers at one server: the client of one
 * has a secret, that of the other a key of the library's. Not serializable.
 */
final class RolledCluster implements AutoCloseable {

  static final String BY_SECRET = "by-secret";
  static final String BY_KEY = "by-key";

  /** After so long every node has heard of a change. */
  private static final Duration HEARD = Duration.ofSeconds(10);

  private static final String KEYS =
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"cluster\","
          + "\"k\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}]}";

  private final EmbeddedPostgres database;
  private final String url;
  private final HikariDataSource pool;
  private final StoryCertificates certificates;
  private final CalloutAuth administrator;

  private RolledCluster(EmbeddedPostgres database, StoryCertificates certificates)
      throws IOException, GeneralSecurityException {
    this.database = database;
    this.url = database.getJdbcUrl("postgres", "postgres");
    this.pool = RolloverNode.pool(url);
    this.certificates = certificates;
    JdbcStore.create(pool).createSchema();
    this.administrator = RolloverNode.auth(pool, KEYS, certificates.trust()).build();
  }

  /** Starts the database, and a node that makes no callouts: an administrator works on it. */
  static RolledCluster start(StoryCertificates certificates)
      throws IOException, GeneralSecurityException {
    EmbeddedPostgres database =
        EmbeddedPostgres.builder()
            .setPort(FreePort.find())
            .setPGStartupWait(Duration.ofMinutes(2)) // on a machine that is busy
            .start();
    return new RolledCluster(database, certificates);
  }

  /** Starts so many nodes that call out by both providers. */
  RolloverNodes callOut(int nodes, URI target) throws IOException, GeneralSecurityException {
    byte[] certificate = certificates.server().certificate().getEncoded();
    return RolloverNodes.start(
        nodes,
        List.of(KEYS, Base64.getEncoder().encodeToString(certificate)),
        List.of(url, target.toString(), BY_SECRET, BY_KEY));
  }

  CalloutAuth administrator() {
    return administrator;
  }

  ProviderId addBySecret(URI tokenEndpoint, String secret) {
    return add(settings(tokenEndpoint, BY_SECRET).clientSecret(secret).build());
  }

  ProviderId addByKey(URI tokenEndpoint, String issuer) {
    return add(
        settings(tokenEndpoint, BY_KEY)
            .issuer(issuer)
            .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
            .assertion(a -> a.algorithm(SigningAlgorithm.ES256))
            .build());
  }

  private static ProviderSettings.Builder settings(URI tokenEndpoint, String clientId) {
    return ProviderSettings.clientCredentials()
        .name(clientId)
        .tokenEndpoint(tokenEndpoint.toString())
        .clientId(clientId)
        .anyOrigin();
  }

  private ProviderId add(ProviderSettings settings) {
    ProviderId id = administrator.providers().create(settings).id();
    administrator.notifications().bind(settings.name(), id);
    return id;
  }

  long version(ProviderId id) {
    return administrator.providers().find(id).map(Provider::version).orElseThrow();
  }

  /** Returns the ids of the published keys, the one that signs first. */
  List<String> kids(ProviderId id) {
    return administrator.providers().publicKeys(id).orElseThrow().keys().stream()
        .map(PublishedKey::kid)
        .toList();
  }

  /** Waits until the server issues tokens: its first answers take long. */
  void awaitTokens(ProviderId id) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(6))
        .ignoreExceptions()
        .until(() -> administrator.tokens().obtain(id).state() == TokenState.ACTIVE);
  }

  /** Waits until every node has heard of what changed. */
  void awaitHeard() {
    await().pollDelay(HEARD).atMost(HEARD.multipliedBy(2)).until(() -> true);
  }

  /** Waits until a credential is the one that works. */
  void awaitWorking(ProviderId id, String credential) {
    await(credential + " works")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                administrator
                    .tokens()
                    .status(id)
                    .credential()
                    .filter(credential::equals)
                    .isPresent());
  }

  @Override
  public void close() throws IOException {
    administrator.close();
    pool.close();
    database.close();
  }
}
