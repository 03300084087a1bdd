package io.calloutauth;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.jdbc.WatchedDataSource;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.testkit.Canary;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The whole life of a provider whose secrets and tokens are canaries, on a database. */
final class ProviderLife implements AutoCloseable {

  /** What anybody may see: to be found wherever canaries are looked for. */
  static final String VISIBLE = "billing-anybody-may-see";

  static final Canary SECRET = Canary.ofClient(VISIBLE, "Kq7ZpX2v/+&=%\" é:€W9mTnB4r");
  static final Canary NEXT = Canary.ofClient(VISIBLE, "uR3yLd8c-next-secret-Gh5sQa1x");
  static final Canary PARAMETER = Canary.of("pD4wMx9t-parameter-Vb6nKe2z");
  static final Canary HEADER = Canary.of("hJ8cRf5y-header-Tg3mWq7u");

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final ManualWorld time = new ManualWorld();
  private final TokenServer server = new TokenServer();
  private final HikariDataSource pool;
  private final WatchedDataSource watched;
  private final TestDatabase database;
  private final CalloutAuth auth;
  private final List<String> seen = new ArrayList<>();

  ProviderLife(TestDatabase database, SecretCipher cipher) throws IOException {
    database.emptyStore();
    this.database = database;
    this.pool = database.newPool(20);
    this.watched = new WatchedDataSource(pool);
    this.auth =
        CalloutAuth.builder(JdbcStore.create(watched))
            .cipher(cipher)
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .world(time.world())
            .build();
    server.answerTokens(n -> TokenServer.Answer.token(token(n).value(), 3600));
  }

  static Canary token(int number) {
    return Canary.of("Hy6VtC3e.-_~+/" + number + "Zr5PkJ8s==");
  }

  /** Returns the forms of canaries that a text holds. */
  static List<String> leaks(String text) {
    Stream<Canary> tokens = Stream.of(1, 2, 3, 4, 5, 6).map(ProviderLife::token);
    return Stream.concat(Stream.of(SECRET, NEXT, PARAMETER, HEADER), tokens)
        .flatMap(canary -> canary.buriedIn(text).stream())
        .toList();
  }

  /** Lives it, and returns what the database was seen to hold, and what it was sent. */
  List<String> live() {
    Provider crm = auth.providers().create(settings().build());
    auth.notifications().bind("n1", crm.id());
    look();
    callOut();
    look();
    time.pass(Duration.ofMinutes(1));
    auth.tokens().obtain(crm.id());
    look();
    server.answerRevocations(new TokenServer.Answer(503, ""));
    auth.tokens().revoke(crm.id());
    look();
    edit(crm);
    callOut();
    look();
    failWithAnEcho(crm);
    look();
    auth.notifications().unbind("n1");
    auth.providers().delete(crm.id());
    look();
    watched.taken().forEach(statement -> seen.add(statement.toString()));
    return List.copyOf(seen);
  }

  private ProviderSettings.Builder settings() {
    return ProviderSettings.clientCredentials()
        .name("CRM")
        .tokenEndpoint(server.url("/token"))
        .revocationEndpoint(server.url("/revoke"))
        .clientId(VISIBLE)
        .clientSecret(SECRET.value())
        .anyOrigin()
        .requests(r -> r.parameter("key", PARAMETER.value()).header("X-Key", HEADER.value()));
  }

  private void callOut() {
    auth.callouts().authenticate("n1", "POST", TARGET);
  }

  private void edit(Provider crm) {
    Provider read = auth.providers().find(crm.id()).orElseThrow();
    ProviderSettings edit =
        read.toSettings().toBuilder().clientSecret(NEXT.value()).scope("other").build();
    auth.providers().update(crm.id(), read.version(), edit);
  }

  /** A hostile server says the secret back to us. */
  private void failWithAnEcho(Provider crm) {
    server.answerTokens(
        n ->
            new TokenServer.Answer(
                400,
                "{\"error\":\"invalid_client\",\"error_description\":\"" + NEXT.value() + "\"}"));
    time.pass(Duration.ofMinutes(1));
    try {
      auth.tokens().obtain(crm.id());
    } catch (TokenErrorException refused) {
      return;
    }
    throw new AssertionError("a refused secret brought a token");
  }

  private void look() {
    seen.add(database.dump());
    seen.add(database.fileBytes());
  }

  @Override
  public void close() {
    auth.close();
    server.close();
    pool.close();
  }
}
