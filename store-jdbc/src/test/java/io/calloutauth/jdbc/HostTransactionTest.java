package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.ContractRace;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore.Creation;
import io.calloutauth.store.ProviderStore.Update;
import io.calloutauth.store.ProviderStore.Update.Outcome;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The store in a transaction of a host with Spring, at each level that it can be joined at. */
class HostTransactionTest {

  static Stream<Arguments> levels() {
    return Arrays.stream(TestDatabase.values())
        .flatMap(
            database -> database.isolations().stream().map(level -> Arguments.of(database, level)));
  }

  @ParameterizedTest
  @MethodSource("levels")
  void commitsOrRollsBackWithTheHostsOwnRows(TestDatabase database, String level) {
    SpringHost host = host(database, level);
    Store store = onProxyOnly(host);
    ProviderKey kept = newKey();
    ProviderKey dropped = newKey();

    host.commits(
        () -> {
          host.addRow("kept");
          store.providers().create(kept, content("Kept"), MANY);
          store.bindings().bind(kept, "n1");
        });
    host.rollsBack(
        () -> {
          host.addRow("dropped");
          store.providers().create(dropped, content("Dropped"), MANY);
          store.bindings().bind(dropped, "n2");
          store.providers().update(kept, 1, NewNumber.EPOCH, content("Renamed"));
          store.bindings().unbind("acme", "n1");
          store.purge("acme");
        });

    assertThat(host.rows()).isEqualTo(1);
    assertThat(store.providers().find(kept).orElseThrow().content()).isEqualTo(content("Kept"));
    assertThat(store.bindings().find("acme", "n1")).isPresent();
    assertThat(store.providers().find(dropped)).isEmpty();
    assertThat(store.tokens().find(dropped)).isEmpty();
    assertThat(store.bindings().find("acme", "n2")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("levels")
  void showsWhatIsNotCommittedToItsOwnTransactionOnly(TestDatabase database, String level) {
    SpringHost host = host(database, level);
    Store store = onProxyOnly(host);
    String cursor = store.changes().changesSince(null).cursor();
    ProviderKey key = newKey();

    host.commits(
        () -> {
          store.providers().create(key, content("New"), MANY);
          store.bindings().bind(key, "n1");
          assertThat(store.providers().find(key)).isPresent();
          assertThat(store.bindings().find("acme", "n1")).isPresent();

          // Not even on this thread does anything of tokens or changes join, or of the engine's.
          assertThat(store.committed().providers().find(key)).isEmpty();
          assertThat(store.committed().bindings().find("acme", "n1")).isEmpty();
          assertThat(store.tokens().find(key)).isEmpty();
          assertThat(store.changes().changesSince(cursor).changes()).isEmpty();
          assertThat(elsewhere(() -> store.providers().find(key).isPresent())).isFalse();
          assertThat(elsewhere(() -> store.bindings().find("acme", "n1").isPresent())).isFalse();
        });

    assertThat(store.tokens().find(key)).isPresent();
    Changes changes = store.changes().changesSince(cursor);
    assertThat(changes.changes()).extracting(change -> change.subject()).contains(key.id(), "n1");
  }

  @ParameterizedTest
  @MethodSource("levels")
  void keepsALeaseThatWasTakenInATransactionThatRollsBack(TestDatabase database, String level) {
    SpringHost host = host(database, level);
    Store store = onProxyOnly(host);
    ProviderKey key = provider(store, "CRM");

    host.rollsBack(
        () -> {
          host.addRow("dropped");
          assertThat(lease(store, key)).isInstanceOf(Lease.class);
        });

    assertThat(host.rows()).isZero();
    assertThat(store.tokens().find(key).orElseThrow().fence()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("levels")
  void keepsTheTransactionAliveThroughExpectedCollisions(TestDatabase database, String level) {
    SpringHost host = host(database, level);
    Store store = onProxyOnly(host);
    ProviderKey taken = provider(store, "Taken");
    ProviderKey other = provider(store, "Other");
    store.bindings().bind(taken, "n1");

    host.commits(
        () -> {
          host.addRow("before");
          assertThat(store.providers().create(newKey(), content("Taken"), MANY))
              .isEqualTo(Creation.NAME_TAKEN);
          assertThat(store.providers().create(newKey(), content("New"), 2))
              .isEqualTo(Creation.LIMIT_REACHED);
          assertThat(store.providers().update(other, 1, NewNumber.NONE, content("Taken")))
              .isEqualTo(Update.refused(Outcome.NAME_TAKEN));
          assertThat(store.providers().update(other, 7, NewNumber.NONE, content("Late")))
              .isEqualTo(Update.refused(Outcome.STALE));
          assertThat(store.providers().update(newKey(), 1, NewNumber.NONE, content("None")))
              .isEqualTo(Update.refused(Outcome.NOT_FOUND));
          assertThat(store.bindings().bind(newKey(), "n2")).isFalse();
          assertThat(store.providers().delete(taken, 5).firstUsers()).containsExactly("n1");
          assertThat(store.providers().deleteAndDetach(newKey())).isEmpty();
          host.addRow("after");
          assertThat(store.bindings().bind(other, "n3")).isTrue();
        });

    assertThat(host.rows()).isEqualTo(2);
    assertThat(store.bindings().find("acme", "n3")).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void tellsTheHostToStartOverWhenItsTransactionLostARace(TestDatabase database) {
    SpringHost host = host(database, "REPEATABLE_READ");
    Store store = onProxyOnly(host);
    ProviderKey key = provider(store, "CRM");

    StoreException lost =
        catchThrowableOfType(
            StoreException.class,
            () ->
                host.commits(
                    () -> {
                      ProviderRow read = store.providers().find(key).orElseThrow();
                      elsewhere(
                          () -> store.providers().update(key, 1, NewNumber.NONE, content("Other")));
                      store
                          .providers()
                          .update(key, read.version(), NewNumber.NONE, content("Mine"));
                    }));

    assertThat(lost.retryable()).isTrue();
    Update again =
        host.returns(
            () ->
                store
                    .providers()
                    .update(
                        key,
                        store.providers().find(key).orElseThrow().version(),
                        NewNumber.NONE,
                        content("Mine")));
    assertThat(again.outcome()).isEqualTo(Outcome.UPDATED);
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void neverDeletesAProviderThatWasBoundAfterTheTransactionBegan(TestDatabase database) {
    SpringHost host = host(database, "REPEATABLE_READ");
    Store store = onProxyOnly(host);
    ProviderKey key = provider(store, "CRM");

    StoreException lost =
        catchThrowableOfType(
            StoreException.class,
            () ->
                host.commits(
                    () -> {
                      assertThat(store.bindings().list(key, null, 1).items()).isEmpty();
                      elsewhere(() -> store.bindings().bind(key, "n1"));
                      store.providers().delete(key, 0);
                    }));

    assertThat(lost.retryable()).isTrue();
    assertThat(store.providers().find(key)).isPresent();
    assertThat(host.returns(() -> store.providers().delete(key, 0)).users()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void neverPurgesAProviderThatWasBoundAfterTheTransactionBegan(TestDatabase database) {
    SpringHost host = host(database, "REPEATABLE_READ");
    Store store = onProxyOnly(host);
    ProviderKey key = provider(store, "CRM");

    StoreException lost =
        catchThrowableOfType(
            StoreException.class,
            () ->
                host.commits(
                    () -> {
                      assertThat(store.bindings().list(key, null, 1).items()).isEmpty();
                      elsewhere(() -> store.bindings().bind(key, "n1"));
                      store.purge("acme");
                    }));

    assertThat(lost.retryable()).isTrue();
    assertThat(store.providers().find(key)).isPresent();
    host.commits(() -> store.purge("acme"));
    assertThat(store.providers().find(key)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"H2_MEMORY", "H2_FILE"})
  void refusesToJoinH2AboveReadCommitted(TestDatabase database) {
    for (String level : new String[] {"REPEATABLE_READ", "SERIALIZABLE"}) {
      SpringHost host = host(database, level);
      Store store = onProxyOnly(host);
      ProviderKey key = newKey();

      StoreException refused =
          catchThrowableOfType(
              StoreException.class,
              () -> host.commits(() -> store.providers().create(key, content("CRM"), MANY)));

      assertThat(refused.retryable()).isFalse();
      assertThat(refused).hasMessageContaining("READ COMMITTED only");
      assertThat(store.providers().find(key)).isEmpty();
    }
  }

  private static SpringHost host(TestDatabase database, String level) {
    database.emptyStore();
    return new SpringHost(database.pool(), level).withTable();
  }

  /** The hardest case: the engine's connections come from Spring's proxy, too. */
  private static Store onProxyOnly(SpringHost host) {
    return JdbcStore.create(host.proxy());
  }

  private static LeaseResult lease(Store store, ProviderKey key) {
    return store.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, Duration.ofMinutes(1)));
  }

  private static <T> T elsewhere(Callable<T> call) {
    try {
      return ContractRace.elsewhere(call);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
