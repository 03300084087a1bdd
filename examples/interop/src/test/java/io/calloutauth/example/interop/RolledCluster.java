package io.calloutauth.example.interop;

import static org.awaitility.Awaitility.await;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.EventType;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509TrustManager;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * Nodes on one database, with two providers at one server: the client of one has a secret, that of
 * the other a key of the library's. Not serializable.
 */
final class RolledCluster implements AutoCloseable {

  static final String BY_SECRET = "by-secret";
  static final String BY_KEY = "by-key";

  /** After so long every node has heard of a change. */
  private static final Duration HEARD = Duration.ofSeconds(10);

  private static final String KEYS =
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"cluster\","
          + "\"k\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}]}";

  private final JdbcConnectionPool pool =
      JdbcConnectionPool.create(
          "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
  private final List<CalloutAuth> nodes = new ArrayList<>();
  private final Map<EventType, AtomicInteger> events = new ConcurrentHashMap<>();

  static RolledCluster start(int nodes, X509TrustManager trust) {
    RolledCluster cluster = new RolledCluster();
    cluster.pool.setMaxConnections(10 * nodes);
    JdbcStore.create(cluster.pool).createSchema();
    for (int i = 0; i < nodes; i++) {
      cluster.nodes.add(
          CalloutAuth.builder(JdbcStore.create(cluster.pool))
              .cipher(SealingKeys.parse(KEYS))
              .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
              .trust(trust)
              .listener(cluster::count)
              .build());
    }
    return cluster;
  }

  private void count(CalloutAuthEvent event) {
    events.computeIfAbsent(event.type(), type -> new AtomicInteger()).incrementAndGet();
  }

  List<CalloutAuth> nodes() {
    return List.copyOf(nodes);
  }

  /** Returns how often something happened, on all nodes together. */
  int count(EventType type) {
    return events.getOrDefault(type, new AtomicInteger()).get();
  }

  CalloutAuth administrator() {
    return nodes.get(0);
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
    ProviderId id = administrator().providers().create(settings).id();
    administrator().notifications().bind(settings.name(), id);
    return id;
  }

  long version(ProviderId id) {
    return administrator().providers().find(id).map(Provider::version).orElseThrow();
  }

  /** Returns the ids of the published keys, the one that signs first. */
  List<String> kids(ProviderId id) {
    return administrator().providers().publicKeys(id).orElseThrow().keys().stream()
        .map(PublishedKey::kid)
        .toList();
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
                administrator()
                    .tokens()
                    .status(id)
                    .credential()
                    .filter(credential::equals)
                    .isPresent());
  }

  @Override
  public void close() {
    nodes.forEach(CalloutAuth::close);
    pool.dispose();
  }
}
