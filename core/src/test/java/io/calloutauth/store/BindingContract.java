package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.ids;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.notifications;
import static io.calloutauth.store.ContractRows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What bindings mean. */
interface BindingContract extends ContractStore {

  @Test
  default void findsNoBindingInAnEmptyStore() {
    assertThat(store().bindings().find("acme", "n1")).isEmpty();
    assertThat(store().bindings().unbind("acme", "n1")).isFalse();
    assertThat(ids(store().bindings().list(newKey("acme"), null, 10))).isEmpty();
    assertThat(store().bindings().list(newKey("acme"), null, 10).next()).isEmpty();
  }

  @Test
  default void bindsANotificationToAProvider() {
    ProviderKey key = provider(store(), "acme", "CRM");

    assertThat(store().bindings().bind(key, "n1")).isTrue();
    assertThat(store().bindings().bind(key, "n1")).isTrue();

    assertThat(store().bindings().find("acme", "n1"))
        .contains(new BindingRow("acme", "n1", key.id()));
    assertThat(ids(store().bindings().list(key, null, 10))).containsExactly("n1");
  }

  @Test
  default void bindsANotificationInPlaceOfWhatItWasBoundTo() {
    ProviderKey before = provider(store(), "acme", "Before");
    ProviderKey after = provider(store(), "acme", "After");
    store().bindings().bind(before, "n1");

    assertThat(store().bindings().bind(after, "n1")).isTrue();

    assertThat(store().bindings().find("acme", "n1"))
        .contains(new BindingRow("acme", "n1", after.id()));
    assertThat(ids(store().bindings().list(before, null, 10))).isEmpty();
    assertThat(ids(store().bindings().list(after, null, 10))).containsExactly("n1");
  }

  @Test
  default void refusesToBindToAProviderThatIsNotThere() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey foreign = provider(store(), "other", "CRM");
    store().bindings().bind(key, "bound");

    for (ProviderKey absent : List.of(newKey("acme"), new ProviderKey("acme", foreign.id()))) {
      assertThat(store().bindings().bind(absent, "bound")).isFalse();
      assertThat(store().bindings().bind(absent, "new")).isFalse();
    }

    assertThat(store().bindings().find("acme", "bound"))
        .contains(new BindingRow("acme", "bound", key.id()));
    assertThat(store().bindings().find("acme", "new")).isEmpty();
  }

  @Test
  default void unbindsANotification() {
    ProviderKey key = provider(store(), "acme", "CRM");
    notifications(store(), key, 2);

    assertThat(store().bindings().unbind("acme", "n0000")).isTrue();
    assertThat(store().bindings().unbind("acme", "n0000")).isFalse();

    assertThat(store().bindings().find("acme", "n0000")).isEmpty();
    assertThat(ids(store().bindings().list(key, null, 10))).containsExactly("n0001");
  }

  @Test
  default void pagesThroughAllNotificationsOnceInByteOrder() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey other = provider(store(), "acme", "Other");
    List<String> ids = List.of("b", "a", "C", "B", "a1", "c", "-", "1");
    ids.forEach(id -> store().bindings().bind(key, id));
    store().bindings().bind(other, "aa");

    for (int limit : new int[] {1, 3, 4, 7, 8, 9}) {
      List<String> seen = new ArrayList<>();
      @Nullable String after = null;
      do {
        Page<BindingRow> page = store().bindings().list(key, after, limit);
        assertThat(ids(page)).hasSizeBetween(1, limit);
        seen.addAll(ids(page));
        assertThat(seen).doesNotHaveDuplicates();
        after = page.next().orElse(null);
      } while (after != null);

      assertThat(seen).containsExactly("-", "1", "B", "C", "a", "a1", "b", "c");
    }
  }

  @Test
  default void listsAllBindingsOfATenantAndItsDetachedOnes() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey gone = provider(store(), "acme", "Gone");
    store().bindings().bind(provider(store(), "other", "CRM"), "a");
    List.of("b", "a", "C").forEach(id -> store().bindings().bind(key, id));
    List.of("B", "c", "d").forEach(id -> store().bindings().bind(gone, id));
    store().providers().deleteAndDetach(gone);

    for (int limit : new int[] {1, 2, 3, 5, 6, 7}) {
      assertThat(allOf(after -> store().bindings().listAll("acme", after, limit)))
          .containsExactly(
              new BindingRow("acme", "B", null),
              new BindingRow("acme", "C", key.id()),
              new BindingRow("acme", "a", key.id()),
              new BindingRow("acme", "b", key.id()),
              new BindingRow("acme", "c", null),
              new BindingRow("acme", "d", null));
      assertThat(allOf(after -> store().bindings().listDetached("acme", after, limit)))
          .containsExactly(
              new BindingRow("acme", "B", null),
              new BindingRow("acme", "c", null),
              new BindingRow("acme", "d", null));
    }
    assertThat(store().bindings().listAll("nobody", null, 1).items()).isEmpty();
    assertThat(store().bindings().listDetached("other", null, 1).items()).isEmpty();
  }

  private static List<BindingRow> allOf(Function<@Nullable String, Page<BindingRow>> list) {
    List<BindingRow> seen = new ArrayList<>();
    @Nullable String after = null;
    do {
      Page<BindingRow> page = list.apply(after);
      assertThat(page.items()).isNotEmpty();
      seen.addAll(page.items());
      after = page.next().orElse(null);
    } while (after != null);
    return seen;
  }

  @Test
  default void goesOnWhereAPageOfNotificationsEndedWhateverWasUnboundOrBound() {
    ProviderKey key = provider(store(), "acme", "CRM");
    List.of("b", "d", "f", "h").forEach(id -> store().bindings().bind(key, id));
    Page<BindingRow> first = store().bindings().list(key, null, 2);

    List.of("b", "d", "f").forEach(id -> store().bindings().unbind("acme", id));
    List.of("a", "e").forEach(id -> store().bindings().bind(key, id));

    Page<BindingRow> second = store().bindings().list(key, first.next().orElseThrow(), 10);
    assertThat(ids(second)).containsExactly("e", "h");
    assertThat(second.next()).isEmpty();
  }

  @Test
  default void bindsToOneOfManyProvidersAtTheSameMoment() throws Exception {
    List<ProviderKey> keys = new ArrayList<>();
    for (int i = 0; i < ContractRace.THREADS; i++) {
      keys.add(provider(store(), "acme", "p" + i));
    }
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      String id = "n" + round;

      List<Boolean> bound = ContractRace.among(i -> store().bindings().bind(keys.get(i), id));

      assertThat(bound).containsOnly(true);
      String winner = store().bindings().find("acme", id).orElseThrow().providerId();
      for (ProviderKey key : keys) {
        boolean listed = ids(store().bindings().list(key, null, 1000)).contains(id);
        assertThat(listed).isEqualTo(key.id().equals(winner));
      }
    }
  }
}
