package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.MANY;
import static io.calloutauth.store.ContractRows.SHORT;
import static io.calloutauth.store.ContractRows.content;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.notifications;
import static io.calloutauth.store.ContractRows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calloutauth.store.HistoryNote.Rule;
import io.calloutauth.store.HistoryStore.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What history is: which rows are one, how they are listed, and when they go. */
interface HistoryContract extends ContractStore {

  @BeforeEach
  default void needsAStoreThatKeepsHistory() {
    assumeTrue(store().history() != HistoryStore.NONE, "the store keeps no history");
  }

  private static HistoryRow.Builder row(ProviderKey key, String kind) {
    return HistoryRow.builder(key.tenant(), kind).provider(key.id(), "CRM");
  }

  private static HistoryNote failure(ProviderKey key, String detail) {
    HistoryRow row = row(key, "FAILED").succeeded(false).detail(detail).build();
    return HistoryNote.of(row, Rule.COUNTED, "token");
  }

  private static HistoryNote recovery(ProviderKey key) {
    return HistoryNote.of(row(key, "RECOVERED").build(), Rule.ENDING, "token");
  }

  private static HistoryNote test(ProviderKey key, boolean passed) {
    return HistoryNote.of(row(key, "TESTED").succeeded(passed).build(), Rule.IN_TURN, "test");
  }

  private static HistoryNote change(ProviderKey key, String kind) {
    return HistoryNote.of(row(key, kind).build());
  }

  private void write(HistoryNote... notes) {
    store().history().write(List.of(notes), MANY);
  }

  private List<HistoryRow> rows(ProviderKey key) {
    return store().history().list(key, Period.ALL, null, MANY).items();
  }

  private List<String> kinds(ProviderKey key) {
    return rows(key).stream().map(row -> row.kind() + " " + row.count()).toList();
  }

  @Test
  default void keepsAllThatARowSays() {
    ProviderKey key = provider(store(), "acme", "CRM");
    HistoryRow row =
        row(key, "FAILED")
            .notification("invoice-posted")
            .succeeded(false)
            .actor("alice")
            .detail("invalid_client")
            .fields(List.of("scope", "client_secret"))
            .correlationId("c0ffee")
            .counted(7, Instant.EPOCH, Instant.EPOCH)
            .build();
    write(HistoryNote.of(row).since(Duration.ofMinutes(1), Duration.ofMinutes(5)));

    HistoryRow read = rows(key).get(0);

    assertThat(read).usingRecursiveComparison().ignoringFields("firstAt", "lastAt").isEqualTo(row);
    assertThat(Duration.between(read.firstAt(), read.lastAt())).isEqualTo(Duration.ofMinutes(4));
    write(change(key, "UPDATED"));
    HistoryRow next = rows(key).get(0);
    assertThat(next.kind()).isEqualTo("UPDATED");
    assertThat(next.actor()).isEmpty();
    assertThat(next.notificationId()).isEmpty();
    assertThat(Duration.between(read.lastAt(), next.lastAt()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(55));
  }

  @Test
  default void keepsOneRowForAStateAndAnotherWhenItComesAgain() {
    ProviderKey key = provider(store(), "acme", "CRM");
    write(recovery(key));
    assertThat(rows(key)).isEmpty();

    write(failure(key, "timeout"), failure(key, "timeout"));
    write(failure(key, "invalid_client"), failure(key, "timeout"));
    assertThat(kinds(key)).containsExactlyInAnyOrder("FAILED 3", "FAILED 1");

    write(recovery(key), recovery(key));
    write(recovery(key));
    write(failure(key, "timeout"));
    assertThat(kinds(key))
        .containsExactlyInAnyOrder("FAILED 1", "RECOVERED 1", "FAILED 3", "FAILED 1");
    assertThat(kinds(key).get(0)).isEqualTo("FAILED 1");
  }

  @Test
  default void endsOnlyTheStatesOfItsOwnProviderAndGroup() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey other = provider(store(), "acme", "ERP");
    ProviderKey yours = new ProviderKey("ACME", key.id());
    store().providers().create(yours, content("CRM"), MANY);
    write(failure(key, "x"), failure(other, "x"), failure(yours, "x"), test(key, true));

    write(recovery(key));

    write(failure(key, "x"), failure(other, "x"), failure(yours, "x"), test(key, true));
    assertThat(kinds(key))
        .containsExactlyInAnyOrder("FAILED 1", "FAILED 1", "RECOVERED 1", "TESTED 2");
    assertThat(kinds(other)).containsExactly("FAILED 2");
    assertThat(kinds(yours)).containsExactly("FAILED 2");
  }

  @Test
  default void keepsARowForEachTurn() {
    ProviderKey key = provider(store(), "acme", "CRM");

    write(test(key, true), test(key, true), test(key, false));
    write(test(key, false), test(key, true));

    assertThat(rows(key)).extracting(HistoryRow::succeeded).containsExactly(true, false, true);
    assertThat(kinds(key)).containsExactly("TESTED 1", "TESTED 2", "TESTED 2");
  }

  @Test
  default void losesNoCountOfManyAtOnce() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS / 20; round++) {
      String detail = "round " + round;
      ContractRace.among(
          i -> {
            write(failure(key, detail), failure(key, "always"));
            return i;
          });
    }

    assertThat(rows(key)).hasSize(ContractRace.ROUNDS / 20 + 1);
    long counted = rows(key).stream().mapToLong(HistoryRow::count).sum();
    assertThat(counted).isEqualTo(2L * ContractRace.THREADS * (ContractRace.ROUNDS / 20));
  }

  @Test
  default void tellsWhatLooksAlikeApart() {
    for (String tenant : TenantContract.ALIKE) {
      ProviderKey key = new ProviderKey(tenant, "p1");
      store().providers().create(key, content("CRM"), MANY);
      for (String id : TenantContract.ALIKE) {
        HistoryRow row = row(key, "REFUSED").notification(id).detail("in " + tenant).build();
        write(HistoryNote.of(row, Rule.COUNTED, "callout"));
      }
    }

    HistoryStore checked = KeyCheckedStore.over(store()).history();
    for (String tenant : TenantContract.ALIKE) {
      assertThat(rows(new ProviderKey(tenant, "p1"))).hasSize(TenantContract.ALIKE.size());
      for (String id : TenantContract.ALIKE) {
        assertThat(checked.list(tenant, id, Period.ALL, null, 10).items())
            .extracting(HistoryRow::tenant, row -> row.notificationId().orElseThrow())
            .containsExactly(tuple(tenant, id));
      }
    }
  }

  @Test
  default void keepsHostileTextsOnOneLineAndCut() {
    ProviderKey key = provider(store(), "acme", "CRM");
    String hostile = "a\u0000b\nc\uD83D'\"\\;--" + "\uD83D\uDE00".repeat(300);

    write(HistoryNote.of(row(key, "UPDATED").actor(hostile).detail(hostile).build()));

    String kept = rows(key).get(0).detail();
    assertThat(kept).startsWith("a?b?c?'\"\\;--\uD83D\uDE00");
    assertThat(kept.codePointCount(0, kept.length())).isEqualTo(255);
    assertThat(rows(key).get(0).actor()).contains(kept);
  }

  @Test
  default void listsInPagesWhatHappenedLastFirst() {
    ProviderKey key = provider(store(), "acme", "CRM");
    HistoryNote[] notes =
        IntStream.range(0, 7)
            .mapToObj(
                i ->
                    HistoryNote.of(row(key, "K" + i).notification("n" + i % 2).build())
                        .since(Duration.ofMinutes(10 - i), Duration.ofMinutes(10 - i)))
            .toArray(HistoryNote[]::new);
    write(notes);
    write(change(key, "SAME"), change(key, "MOMENT"));

    List<String> read = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<HistoryRow> page = store().history().list(key, Period.ALL, after.orElse(null), 2);
      page.items().forEach(row -> read.add(row.kind()));
      after = page.next();
    } while (after.isPresent());

    assertThat(read).containsExactly("MOMENT", "SAME", "K6", "K5", "K4", "K3", "K2", "K1", "K0");
    assertThat(store().history().list("acme", "n1", Period.ALL, null, 2).items())
        .extracting(HistoryRow::kind)
        .containsExactly("K5", "K3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().history().list(key, Period.ALL, "nowhere", 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().history().list(key, Period.ALL, null, 0));
  }

  @Test
  default void listsWhatWentOnInAPeriod() {
    ProviderKey key = provider(store(), "acme", "CRM");
    write(
        change(key, "BEFORE").since(Duration.ofHours(9), Duration.ofHours(9)),
        failure(key, "x").since(Duration.ofHours(3), Duration.ofHours(8)),
        change(key, "AFTER").since(Duration.ofHours(1), Duration.ofHours(1)));
    Instant failed = rows(key).get(1).firstAt();

    Period within = new Period(failed.plusSeconds(60), failed.plusSeconds(120));
    assertThat(store().history().list(key, within, null, 9).items())
        .extracting(HistoryRow::kind)
        .containsExactly("FAILED");
    assertThat(store().history().list(key, new Period(failed, null), null, 9).items())
        .extracting(HistoryRow::kind)
        .containsExactly("AFTER", "FAILED");
    assertThat(store().history().list(key, new Period(null, failed), null, 9).items())
        .extracting(HistoryRow::kind)
        .containsExactly("BEFORE");
  }

  @Test
  default void writesAChangesRowIfItChangesAnything() {
    ProviderKey key = newKey("acme");
    ProviderStore.Creation created =
        store().recording(change(key, "CREATED")).providers().create(key, content("CRM"), MANY);
    assertThat(created).isEqualTo(ProviderStore.Creation.CREATED);
    Store refused = store().recording(change(key, "REFUSED"));
    assertThat(refused.providers().create(newKey("acme"), content("CRM"), MANY))
        .isEqualTo(ProviderStore.Creation.NAME_TAKEN);
    refused.providers().update(key, 99, NewNumber.NONE, content("CRM"));
    refused.bindings().unbind("acme", "nobody");
    refused.bindings().bind(newKey("acme"), "nobody");

    store().recording(change(key, "BOUND")).bindings().bind(key, "n1");
    refused.providers().delete(key, 0);
    store()
        .recording(change(key, "UPDATED"))
        .providers()
        .update(key, 1, NewNumber.NONE, content("CRM 2"));

    assertThat(kinds(key)).containsExactly("UPDATED 1", "BOUND 1", "CREATED 1");
  }

  @Test
  default void keepsTheRowsOfAProviderThatIsDeleted() {
    ProviderKey key = provider(store(), "acme", "CRM");
    List<String> bound = notifications(store(), key, 3);
    write(failure(key, "x"));

    store()
        .recording(change(key, "DELETED").detaching("DETACHED"))
        .providers()
        .deleteAndDetach(key);

    assertThat(kinds(key))
        .containsExactly("DELETED 1", "DETACHED 1", "DETACHED 1", "DETACHED 1", "FAILED 1");
    assertThat(store().history().list("acme", bound.get(1), Period.ALL, null, 9).items())
        .extracting(HistoryRow::kind)
        .containsExactly("DETACHED");
    write(failure(key, "too late"));
    assertThat(rows(key)).hasSize(5);
    store().bindings().unbind("acme", bound.get(0));
    assertThat(rows(key).get(0).providerName()).isEqualTo("CRM");
  }

  @Test
  default void keepsAsManyRowsAsAProviderMayHave() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey other = provider(store(), "acme", "ERP");
    write(failure(key, "old"), change(other, "OLD"));
    for (int i = 0; i < 4; i++) {
      Duration ago = Duration.ofMinutes(9 - i);
      HistoryNote note = change(key, "K" + i).since(ago, ago);
      store().history().write(List.of(note, failure(key, "old")), 3);
    }
    assertThat(kinds(key)).containsExactly("FAILED 5", "K3 1", "K2 1");
    assertThat(kinds(other)).containsExactly("OLD 1");

    HistoryRow refused = row(key, "REFUSED").notification("n1").build();
    store().history().write(List.of(HistoryNote.of(refused), HistoryNote.of(refused)), 3);
    assertThat(rows(key)).hasSize(5);

    store().history().trim(key, 1);
    store().history().trim(other, 1);
    store().history().trim(newKey("nobody"), 1);

    assertThat(kinds(key)).containsExactlyInAnyOrder("FAILED 5", "REFUSED 1");
    assertThat(kinds(other)).containsExactly("OLD 1");
  }

  @Test
  default void sweepsWhatIsTooOld() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Duration days = Duration.ofDays(90);
    HistoryNote old = change(key, "OLD").since(days, days);
    HistoryNote young = failure(key, "goes on").since(Duration.ofDays(1), Duration.ofDays(100));
    write(old, old, young);
    advance(SHORT);

    int swept = 0;
    for (int some = store().history().sweep(days); some > 0; some = store().history().sweep(days)) {
      swept += some;
    }

    assertThat(swept).isEqualTo(2);
    assertThat(kinds(key)).containsExactly("FAILED 1");
  }

  @Test
  default void purgesTheRowsOfATenant() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey gone = provider(store(), "acme", "Gone");
    HistoryRow nobodys = HistoryRow.builder("acme", "REFUSED").notification("n1").build();
    ProviderKey yours = provider(store(), "globex", "CRM");
    write(failure(key, "x"), change(gone, "K"), HistoryNote.of(nobodys), failure(yours, "x"));
    store().providers().delete(gone, 0);
    store().purge("acme");
    assertThat(rows(key)).isEmpty();
    assertThat(rows(gone)).isEmpty();
    assertThat(store().history().list("acme", "n1", Period.ALL, null, 9).items()).isEmpty();
    assertThat(rows(yours)).hasSize(1);

    write(HistoryNote.of(nobodys));
    assertThat(store().providers().listTenants(null, 9).items()).containsExactly("globex");
    store().purge("acme");
    assertThat(store().history().list("acme", "n1", Period.ALL, null, 9).items()).isEmpty();
  }
}
