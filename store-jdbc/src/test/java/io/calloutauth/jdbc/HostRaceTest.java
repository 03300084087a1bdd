package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.RaceTest.ROUNDS;
import static io.calloutauth.jdbc.RaceTest.THREADS;
import static io.calloutauth.jdbc.RaceTest.bound;
import static io.calloutauth.jdbc.RaceTest.notifications;
import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ContractRace;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderStore.Creation;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.transaction.TransactionSystemException;

/**
 * 50 transactions of two hosts with a pool each, at each level that can be joined. A host whose
 * transaction lost a race starts it over.
 */
class HostRaceTest {

  private static final int MOST_TRIES = 200;

  static Stream<Arguments> levels() {
    return HostTransactionTest.levels();
  }

  /** A host and the store that joins its transactions. */
  private record Node(SpringHost host, Store store) {

    static Node of(SpringHost host) {
      return new Node(host, JdbcStore.create(host.proxy()));
    }

    /** Does something beside a row of the host's own, over and over until no race is lost. */
    <R> R commits(Function<Store, R> work) {
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        Optional<R> result = tries(work);
        if (result.isPresent()) {
          return result.get();
        }
      }
      throw new AssertionError("A transaction lost " + MOST_TRIES + " races");
    }

    /** Does something beside a row of the host's own; empty when it lost a race. */
    <R> Optional<R> tries(Function<Store, R> work) {
      try {
        return Optional.of(
            host.returns(
                () -> {
                  host.addRow("done");
                  return work.apply(store);
                }));
      } catch (StoreException lost) {
        assertThat(lost.retryable()).as("told to start over: " + lost).isTrue();
      } catch (TransactionSystemException lost) {
        assertThat(lost).as("lost at its commit").rootCause().hasMessageContaining("serialize");
      }
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @MethodSource("levels")
  void leavesNoBindingWithoutItsProviderWhenTransactionsBindAndDelete(
      TestDatabase database, String level) throws Exception {
    List<Node> nodes = nodes(database, level);
    Store plain = database.store();
    for (int round = 0; round < ROUNDS; round++) {
      String prefix = "r" + round + "-";
      ProviderKey key = provider(plain, prefix);
      int deleter = (round * 7) % THREADS;

      List<Boolean> done =
          ContractRace.among(
              THREADS,
              i ->
                  nodes
                      .get(i % 2)
                      .commits(
                          store ->
                              i == deleter
                                  ? store.providers().delete(key, 0).deleted()
                                  : store.bindings().bind(key, prefix + i)));

      boolean deleted = done.get(deleter);
      assertThat(plain.providers().find(key).isEmpty()).isEqualTo(deleted);
      for (int i = 0; i < THREADS; i++) {
        assertThat(done.get(i)).isEqualTo(i == deleter ? deleted : !deleted);
      }
      assertThat(bound(plain, key))
          .containsExactlyInAnyOrderElementsOf(
              notifications(prefix, i -> !deleted && i != deleter));
    }
    assertThat(nodes.get(0).host().rows()).isEqualTo(ROUNDS * THREADS);
  }

  @ParameterizedTest
  @MethodSource("levels")
  void givesANameToOneOfManyTransactionsAndKillsNone(TestDatabase database, String level)
      throws Exception {
    List<Node> nodes = nodes(database, level);
    int committed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String name = "name" + round;
      Function<Store, Creation> work =
          store -> store.providers().create(newKey(), content(name), MANY);

      List<Optional<Creation>> results =
          new ArrayList<>(ContractRace.among(THREADS, i -> nodes.get(i % 2).tries(work)));
      results.add(Optional.of(nodes.get(0).commits(work))); // all of them may have lost

      int lost = Collections.frequency(results, Optional.empty());
      committed += results.size() - lost;
      assertThat(Collections.frequency(results, Optional.of(Creation.CREATED))).isEqualTo(1);
      assertThat(Collections.frequency(results, Optional.of(Creation.NAME_TAKEN)))
          .isEqualTo(THREADS - lost);
    }
    assertThat(nodes.get(0).host().rows()).isEqualTo(committed);
    assertThat(database.store().providers().list("acme", null, MANY).items()).hasSize(ROUNDS);
  }

  private static List<Node> nodes(TestDatabase database, String level) {
    database.emptyStore();
    return List.of(
        Node.of(new SpringHost(database.pool(), level).withTable()),
        Node.of(new SpringHost(database.enginePool(), level)));
  }
}
