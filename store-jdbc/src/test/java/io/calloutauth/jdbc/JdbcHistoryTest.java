package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ContractRace;
import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryNote.Rule;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.HistoryStore.Period;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** History on two nodes, and beside a host's transactions. */
class JdbcHistoryTest {

  static List<Arguments> levels() {
    return HostTransactionTest.levels().toList();
  }

  private static HistoryNote note(ProviderKey key, String kind, Rule rule) {
    HistoryRow row = HistoryRow.builder(key.tenant(), kind).provider(key.id(), "CRM").build();
    return HistoryNote.of(row, rule, rule == Rule.OWN ? "" : "token");
  }

  private static List<String> kinds(Store store, ProviderKey key) {
    return store.history().list(key, Period.ALL, null, MANY).items().stream()
        .map(row -> row.kind() + " " + row.count())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("levels")
  void goesWithTheTransactionOfTheHostThatChanges(TestDatabase database, String level) {
    database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), level).withTable();
    Store store = JdbcStore.create(host.proxy());
    ProviderKey kept = newKey();
    ProviderKey dropped = newKey();

    host.rollsBack(
        () -> {
          host.addRow("dropped");
          Store recording = store.recording(note(dropped, "CREATED", Rule.OWN));
          recording.providers().create(dropped, content("Dropped"), MANY);
          assertThat(kinds(store, dropped)).containsExactly("CREATED 1");
          assertThat(kinds(store.committed(), dropped)).isEmpty();
        });
    host.returns(
        () -> {
          host.addRow("kept");
          Store recording = store.recording(note(kept, "CREATED", Rule.OWN));
          return recording.providers().create(kept, content("Kept"), MANY);
        });

    assertThat(host.rows()).isEqualTo(1);
    assertThat(kinds(store, dropped)).isEmpty();
    assertThat(kinds(store.committed(), kept)).containsExactly("CREATED 1");
  }

  /** The engine's rows wait for nobody: what a host has not committed holds none of them up. */
  @ParameterizedTest
  @MethodSource("levels")
  void isWrittenBesideATransactionOfTheHostsThatIsStillOpen(TestDatabase database, String level)
      throws Exception {
    database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), level).withTable();
    Store store = JdbcStore.create(host.proxy());
    ProviderKey key = provider(store, "CRM");
    store.committed().history().write(List.of(note(key, "FAILED", Rule.COUNTED)), MANY);

    host.returns(
        () -> {
          host.addRow("open");
          store
              .recording(note(key, "UPDATED", Rule.OWN))
              .providers()
              .update(key, 1, NewNumber.NONE, content("CRM"));
          return elsewhere(
              () -> {
                List<HistoryNote> notes =
                    List.of(
                        note(key, "FAILED", Rule.COUNTED),
                        note(key, "RECOVERED", Rule.ENDING),
                        note(key, "FAILED", Rule.COUNTED));
                store.committed().history().write(notes, 3);
                store.committed().history().trim(key, 2);
                assertThat(kinds(store.committed(), key))
                    .containsExactly("FAILED 1", "RECOVERED 1");
              });
        });

    assertThat(kinds(store, key)).hasSize(3).contains("UPDATED 1");
  }

  private static boolean elsewhere(Runnable work) {
    try {
      return ContractRace.elsewhere(
          () -> {
            work.run();
            return true;
          });
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingOfTwoNodesThatFailAndRecoverAtOnce(TestDatabase database) throws Exception {
    List<Store> nodes = RaceTest.nodes(database);
    List<ProviderKey> keys = List.of(provider(nodes.get(0), "A"), provider(nodes.get(0), "B"));
    for (int round = 0; round < 10; round++) {
      ContractRace.among(
          16,
          i -> {
            List<HistoryNote> notes = new ArrayList<>();
            keys.forEach(key -> notes.add(note(key, "FAILED", Rule.COUNTED)));
            if (i % 2 == 0) {
              Collections.reverse(notes);
            }
            nodes.get(i % 2).history().write(notes, MANY);
            return i;
          });
      List<HistoryNote> recoveries =
          keys.stream().map(key -> note(key, "RECOVERED", Rule.ENDING)).toList();
      ContractRace.among(
          4,
          i -> {
            nodes.get(i % 2).history().write(recoveries, MANY);
            return i;
          });
    }

    for (ProviderKey key : keys) {
      List<String> kinds = kinds(nodes.get(1), key);
      assertThat(Collections.frequency(kinds, "FAILED 16")).isEqualTo(10);
      assertThat(Collections.frequency(kinds, "RECOVERED 1")).isEqualTo(10);
      assertThat(kinds).hasSize(20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sweepsALongTableInSlices(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    database.execute(
        "INSERT INTO callout_auth_event (tenant, provider_id, provider_name, kind, state,"
            + " row_key, succeeded, detail, changed_fields, correlation_id, times, first_at,"
            + " last_at) VALUES ('acme', '"
            + key.id()
            + "', '', 'OLD', '', '0', true, '', '[]', '', 1, 0, 0)");
    for (long rows = 1; rows <= JdbcHistory.SLICE; rows *= 2) {
      database.execute(
          "INSERT INTO callout_auth_event (tenant, provider_id, provider_name, kind, state,"
              + " row_key, succeeded, detail, changed_fields, correlation_id, times, first_at,"
              + " last_at) SELECT tenant, provider_id, '', kind, '', concat(row_key, '-', "
              + rows
              + "), true, '', '[]', '', 1, id, id FROM callout_auth_event");
    }
    store.history().write(List.of(note(key, "NEW", Rule.OWN)), MANY);

    assertThat(store.history().sweep(Duration.ofDays(90)))
        .isBetween(JdbcHistory.SLICE, JdbcHistory.SLICE + 9);
    assertThat(store.history().sweep(Duration.ofDays(90))).isPositive();
    assertThat(store.history().sweep(Duration.ofDays(90))).isZero();
    assertThat(kinds(store, key)).containsExactly("NEW 1");
  }
}
