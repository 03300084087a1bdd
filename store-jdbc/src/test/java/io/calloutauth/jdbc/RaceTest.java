package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.ContractRace;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore.Creation;
import io.calloutauth.store.ProviderStore.Update.Outcome;
import io.calloutauth.store.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 50 threads on two nodes with a pool each. {@code -Dcallout.auth.races=1000} runs as many rounds;
 * the default build runs a few.
 */
class RaceTest {

  static final int THREADS = 50;
  static final int ROUNDS = Integer.getInteger("callout.auth.races", 8);

  @ParameterizedTest
  @EnumSource
  void leavesNoBindingWithoutItsProviderWhenBindingMeetsDeletion(TestDatabase database)
      throws Exception {
    List<Store> nodes = nodes(database);
    for (int round = 0; round < ROUNDS; round++) {
      String prefix = "r" + round + "-";
      ProviderKey key = provider(nodes.get(0), prefix);
      int late = (round * 7) % THREADS;

      List<Boolean> done =
          ContractRace.among(
              THREADS,
              i ->
                  (i == late || i == (late + 25) % THREADS)
                      ? deletes(nodes.get(i % 2), key)
                      : nodes.get(i % 2).bindings().bind(key, prefix + i));

      boolean deleted = done.get(late) || done.get((late + 25) % THREADS);
      assertThat(nodes.get(0).providers().find(key).isEmpty()).isEqualTo(deleted);
      assertThat(bound(nodes.get(0), key))
          .containsExactlyInAnyOrderElementsOf(
              notifications(prefix, i -> !deleted && i != late && i != (late + 25) % THREADS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void detachesAllThatWasBoundWhenBindingMeetsDeletionByForce(TestDatabase database)
      throws Exception {
    List<Store> nodes = nodes(database);
    for (int round = 0; round < ROUNDS; round++) {
      String prefix = "r" + round + "-";
      ProviderKey key = provider(nodes.get(0), prefix);
      ProviderKey other = provider(nodes.get(0), prefix + "other");

      List<Boolean> done =
          ContractRace.among(
              THREADS,
              i -> {
                Store node = nodes.get(i % 2);
                return i == 25
                    ? node.providers().deleteAndDetach(key).isPresent()
                    : node.bindings().bind(i % 5 == 0 ? other : key, prefix + i % 10);
              });

      assertThat(done.get(25)).isTrue();
      assertThat(bound(nodes.get(0), key)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesANameToOneOfManyCreations(TestDatabase database) throws Exception {
    List<Store> nodes = nodes(database);
    for (int round = 0; round < ROUNDS; round++) {
      String name = "name" + round;

      List<Creation> results =
          ContractRace.among(
              THREADS, i -> nodes.get(i % 2).providers().create(newKey(), content(name), MANY));

      assertThat(Collections.frequency(results, Creation.CREATED)).isEqualTo(1);
      assertThat(Collections.frequency(results, Creation.NAME_TAKEN)).isEqualTo(THREADS - 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void losesNoUpdate(TestDatabase database) throws Exception {
    List<Store> nodes = nodes(database);
    ProviderKey key = provider(nodes.get(0), "CRM");
    for (int round = 0; round < ROUNDS; round++) {
      long read = nodes.get(0).providers().find(key).orElseThrow().version();

      List<Outcome> results =
          ContractRace.among(
              THREADS,
              i ->
                  nodes
                      .get(i % 2)
                      .providers()
                      .update(key, read, NewNumber.NONE, content("by " + i))
                      .outcome());

      assertThat(Collections.frequency(results, Outcome.UPDATED)).isEqualTo(1);
      assertThat(Collections.frequency(results, Outcome.STALE)).isEqualTo(THREADS - 1);
      ProviderRow row = nodes.get(0).providers().find(key).orElseThrow();
      assertThat(row.version()).isGreaterThan(read);
      assertThat(row.content()).isEqualTo(content("by " + results.indexOf(Outcome.UPDATED)));
    }
  }

  static List<Store> nodes(TestDatabase database) {
    JdbcStore first = database.emptyStore();
    HikariDataSource other = database.enginePool();
    List<Store> nodes = new ArrayList<>();
    nodes.add(first);
    nodes.add(JdbcStore.create(other));
    return nodes;
  }

  /** Returns the notifications that name a provider, be it there or not: one read, not 50. */
  static List<String> bound(Store node, ProviderKey key) {
    return node.bindings().list(key, null, MANY).items().stream()
        .map(BindingRow::notificationId)
        .toList();
  }

  static List<String> notifications(String prefix, IntPredicate isBound) {
    return IntStream.range(0, THREADS).filter(isBound).mapToObj(i -> prefix + i).toList();
  }

  private static boolean deletes(Store node, ProviderKey key) {
    return node.providers().delete(key, 0).deleted();
  }
}
