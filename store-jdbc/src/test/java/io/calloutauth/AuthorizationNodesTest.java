package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Race;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TokenServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An authorization that is begun on one node and comes back to two, over one database. */
@NullMarked
@SuppressWarnings("NullAway.Init") // each test starts on its database
class AuthorizationNodesTest {

  private static final String LOGIN = "login of alice";

  private final SealingKeys keys = SealingKeys.ephemeral();
  private TokenServer server;
  private HikariDataSource pool;
  private CalloutAuth here;
  private CalloutAuth there;

  private void start(TestDatabase database) throws IOException {
    database.emptyStore();
    pool = database.newPool(20);
    server = new TokenServer();
    server.answerTokens(
        n ->
            new Answer(
                200,
                "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                        .formatted(n)
                    + "\"refresh_token\":\"refresh-%d\"}".formatted(n)));
    here = node();
    there = node();
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
    server.close();
    pool.close();
  }

  private CalloutAuth node() {
    return node(JdbcStore.create(pool));
  }

  private CalloutAuth node(Store store) {
    return CalloutAuth.builder(store)
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .build();
  }

  private Provider made() {
    return here.providers()
        .create(
            ProviderSettings.authorizationCode()
                .name("CRM")
                .clientId("billing")
                .clientSecret("s3cret")
                .tokenEndpoint(server.url("/token"))
                .authorizationRequests(a -> a.endpoint(server.url("/authorize")))
                .anyOrigin()
                .build());
  }

  private URI back(Provider provider) {
    URI callback = URI.create("https://host.example.com/callback/" + provider.id());
    URI go = here.as("alice").authorizations().begin(provider.id(), callback, LOGIN);
    String state = go.getRawQuery().replaceFirst(".*\\bstate=([^&]+).*", "$1");
    return URI.create(callback + "?code=c&state=" + state);
  }

  @ParameterizedTest
  @EnumSource(names = "H2_FILE", mode = EnumSource.Mode.EXCLUDE)
  void isRedeemedOnceAndReplacesTheOneBefore(TestDatabase database) throws Exception {
    start(database);
    Provider provider = made();
    for (int round = 1; round <= 5; round++) {
      URI back = back(provider);

      List<Authorizations.Result> results =
          Race.of(
              thread -> (thread % 2 == 0 ? here : there).authorizations().complete(back, LOGIN));

      assertThat(results).filteredOn(Authorizations.Result::isDone).hasSize(1);
      assertThat(results)
          .filteredOn(result -> !result.isDone())
          .allSatisfy(
              result -> assertThat(result.error()).contains(AuthorizationError.UNKNOWN_STATE));
      assertThat(server.exchanges()).isEqualTo(round);
    }
    assertThat(there.tokens().status(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
  }

  /**
   * A node has read what the failover lost, and takes the lease after somebody authorized again.
   */
  @ParameterizedTest
  @EnumSource(names = "H2_FILE", mode = EnumSource.Mode.EXCLUDE)
  void isNotEndedByANodeThatReadOneWhichAFailoverLost(TestDatabase database) throws Exception {
    database.execute("DROP TABLE IF EXISTS kept_token");
    start(database);
    Provider provider = made();
    here.authorizations().complete(back(provider), LOGIN);
    database.execute("CREATE TABLE kept_token AS SELECT * FROM callout_auth_token");
    here.authorizations().complete(back(provider), LOGIN); // refresh-2
    BreakableStore store = new BreakableStore(JdbcStore.create(pool));
    AtomicBoolean done = new AtomicBoolean();
    try (CalloutAuth late = node(store)) {
      store.holdsUp(
          () -> {
            if (!done.getAndSet(true)) {
              database.execute(
                  "DELETE FROM callout_auth_token",
                  "INSERT INTO callout_auth_token SELECT * FROM kept_token");
              here.authorizations().complete(back(provider), LOGIN);
            }
          });

      late.tokens().obtain(provider.id());
    } finally {
      database.execute("DROP TABLE kept_token");
    }

    assertThat(server.arrivedAt("/token").map(request -> request.body()))
        .noneMatch(body -> body.contains("refresh_token=refresh-2"))
        .anyMatch(body -> body.contains("refresh_token=refresh-3"));
    assertThat(there.tokens().status(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
  }

  @ParameterizedTest
  @EnumSource(names = "H2_FILE", mode = EnumSource.Mode.EXCLUDE)
  void waitsForItsOwnLoginWhateverAnotherBrings(TestDatabase database) throws Exception {
    start(database);
    URI back = back(made());

    assertThat(there.authorizations().complete(back, "login of mallory").error())
        .contains(AuthorizationError.OTHER_LOGIN);

    assertThat(there.authorizations().complete(back, LOGIN).isDone()).isTrue();
  }
}
