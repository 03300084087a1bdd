package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.AuthorizationStore.Beginning;
import io.calloutauth.store.ContractRace;
import io.calloutauth.store.PendingAuthorization;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pending authorizations on two nodes, beside a host's transactions, and as clocks step. */
class JdbcAuthorizationsTest {

  private static final Duration MINUTES = Duration.ofMinutes(10);

  @ParameterizedTest
  @EnumSource
  void handsAnAuthorizationOfOneNodeToOneOfManyCallsOnTwo(TestDatabase database) throws Exception {
    List<Store> nodes = RaceTest.nodes(database);
    ProviderKey key = provider(nodes.get(0), "CRM");
    for (int round = 0; round < RaceTest.ROUNDS; round++) {
      PendingAuthorization pending = pending(key, "state-" + round);
      nodes.get(0).authorizations().begin(pending, MANY, MANY);

      List<Optional<PendingAuthorization>> taken =
          ContractRace.among(
              RaceTest.THREADS,
              i -> nodes.get((i + 1) % 2).authorizations().take("acme", pending.state()));

      assertThat(taken.stream().filter(Optional::isPresent)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void joinsNoTransactionOfTheHosts(TestDatabase database) {
    database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED").withTable();
    Store store = JdbcStore.create(host.proxy());
    ProviderKey committed = provider(store, "Committed");
    ProviderKey dropped = newKey();

    host.rollsBack(
        () -> {
          host.addRow("dropped");
          store.providers().create(dropped, content("Dropped"), MANY);
          assertThat(begin(store, dropped, "never")).isEqualTo(Beginning.NOT_FOUND);
          assertThat(begin(store, committed, "kept")).isEqualTo(Beginning.BEGUN);
          assertThat(begin(store, committed, "taken")).isEqualTo(Beginning.BEGUN);
          assertThat(store.authorizations().take("acme", "taken")).isPresent();
        });

    assertThat(host.rows()).isZero();
    assertThat(store.authorizations().take("acme", "never")).isEmpty();
    assertThat(store.authorizations().take("acme", "taken")).isEmpty();
    assertThat(store.authorizations().take("acme", "kept")).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void letsNoAuthorizationLiveLongerWhenTheClockStepsBack(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    begin(store, key, "seconds");
    move(database, 3_000);

    assertThat(store.authorizations().sweep()).isZero();
    assertThat(take(store, "seconds").endsIn()).isEqualTo(MINUTES);

    begin(store, key, "an hour");
    begin(store, key, "swept");
    move(database, 3_600_000);
    assertThat(take(store, "an hour").endsIn()).isZero();
    assertThat(store.authorizations().begin(pending(key, "next"), 1, 1)).isEqualTo(Beginning.BEGUN);
    assertThat(store.authorizations().sweep()).isEqualTo(1);
    assertThat(store.authorizations().take("acme", "swept")).isEmpty();
  }

  /** Puts what was begun ahead of the clock. */
  private static void move(TestDatabase database, long millis) {
    database.execute(
        "UPDATE callout_auth_authorization SET begun_at = begun_at + "
            + millis
            + ", ends_at = ends_at + "
            + millis);
  }

  private static PendingAuthorization take(Store store, String state) {
    return store.authorizations().take("acme", state).orElseThrow();
  }

  private static Beginning begin(Store store, ProviderKey key, String state) {
    return store.authorizations().begin(pending(key, state), MANY, MANY);
  }

  private static PendingAuthorization pending(ProviderKey key, String state) {
    return PendingAuthorization.builder(key, state, Sealed.of("k1", "sealed"), MINUTES).build();
  }
}
