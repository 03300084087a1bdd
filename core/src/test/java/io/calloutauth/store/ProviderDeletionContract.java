package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.ids;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.notifications;
import static io.calloutauth.store.ContractRows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ProviderStore.Deletion;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What deletion of providers means, also while bindings to them are being made. */
interface ProviderDeletionContract extends ContractStore {

  @Test
  default void deletesAProviderThatNothingIsBoundTo() {
    ProviderKey key = provider(store(), "acme", "CRM");
    leased(store(), key);

    Deletion deletion = store().providers().delete(key, 20);

    assertThat(deletion).isEqualTo(new Deletion(true, 0, List.of()));
    assertThat(deletion.deleted()).isTrue();
    assertThat(store().providers().find(key)).isEmpty();
    assertThat(store().providers().findByName("acme", "CRM")).isEmpty();
    assertThat(store().tokens().find(key)).isEmpty();
    assertThat(store().providers().list("acme", null, 10).items()).isEmpty();
  }

  @Test
  default void findsNothingToDeleteWhereNothingIs() {
    provider(store(), "acme", "CRM");

    assertThat(store().providers().delete(newKey("acme"), 20))
        .isEqualTo(new Deletion(false, 0, List.of()));
    assertThat(store().providers().deleteAndDetach(newKey("acme"))).isEmpty();
  }

  @Test
  default void refusesToDeleteAProviderThatIsUsedAndSaysByWhom() {
    ProviderKey key = provider(store(), "acme", "CRM");
    List<String> ids = notifications(store(), key, 25);

    assertThat(store().providers().delete(key, 20))
        .isEqualTo(new Deletion(true, 25, ids.subList(0, 20)));
    assertThat(store().providers().delete(key, 0)).isEqualTo(new Deletion(true, 25, List.of()));
    assertThat(store().providers().delete(key, 100)).isEqualTo(new Deletion(true, 25, ids));

    assertThat(store().providers().find(key)).isPresent();
    assertThat(store().tokens().find(key)).isPresent();
    assertThat(ids(store().bindings().list(key, null, 100))).isEqualTo(ids);
  }

  @Test
  default void deletesAProviderOnceItsNotificationsAreUnboundOrMoved() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey other = provider(store(), "acme", "Other");
    notifications(store(), key, 2);

    store().bindings().unbind("acme", "n0000");
    assertThat(store().providers().delete(key, 20).users()).isEqualTo(1);
    store().bindings().bind(other, "n0001");

    assertThat(store().providers().delete(key, 20).deleted()).isTrue();
  }

  @Test
  default void deletesByForceAndLeavesTheNotificationsDetached() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey other = provider(store(), "acme", "Other");
    List<String> ids = notifications(store(), key, 25);
    store().bindings().bind(other, "stays");

    assertThat(store().providers().deleteAndDetach(key)).contains(ids);

    assertThat(store().providers().find(key)).isEmpty();
    assertThat(store().tokens().find(key)).isEmpty();
    assertThat(ids(store().bindings().list(key, null, 100))).isEmpty();
    assertThat(store().bindings().find("acme", "n0007"))
        .contains(new BindingRow("acme", "n0007", null));
    assertThat(store().bindings().find("acme", "stays"))
        .contains(new BindingRow("acme", "stays", other.id()));
    assertThat(store().providers().deleteAndDetach(key)).isEmpty();
  }

  @Test
  default void deletesByForceWhatNothingIsBoundTo() {
    ProviderKey key = provider(store(), "acme", "CRM");

    assertThat(store().providers().deleteAndDetach(key)).contains(List.of());

    assertThat(store().providers().find(key)).isEmpty();
  }

  @Test
  default void bindsAndUnbindsWhatWasDetached() {
    ProviderKey key = provider(store(), "acme", "CRM");
    notifications(store(), key, 3);
    store().providers().deleteAndDetach(key);
    ProviderKey next = provider(store(), "acme", "CRM");

    assertThat(store().bindings().bind(key, "n0000")).isFalse();
    assertThat(store().bindings().find("acme", "n0000"))
        .contains(new BindingRow("acme", "n0000", null));
    assertThat(store().bindings().bind(next, "n0000")).isTrue();
    assertThat(store().bindings().unbind("acme", "n0001")).isTrue();

    assertThat(store().bindings().find("acme", "n0000"))
        .contains(new BindingRow("acme", "n0000", next.id()));
    assertThat(store().bindings().find("acme", "n0001")).isEmpty();
    assertThat(store().bindings().find("acme", "n0002").orElseThrow().detached()).isTrue();
    assertThat(ids(store().bindings().list(next, null, 10))).containsExactly("n0000");
  }

  @Test
  default void neverLeavesABindingToAProviderThatWasDeletedAtThatMoment() throws Exception {
    for (int round = 0; round < ContractRace.ROUNDS; round++) {
      String prefix = "r" + round + "-";
      ProviderKey key = provider(store(), "acme", prefix);

      // The deleter goes among the binders at another place each time.
      int deleter = round % ContractRace.THREADS;
      List<Boolean> done =
          ContractRace.among(
              i ->
                  i == deleter
                      ? store().providers().delete(key, 0).deleted()
                      : store().bindings().bind(key, prefix + i));

      boolean deleted = done.get(deleter);
      assertThat(store().providers().find(key).isEmpty()).isEqualTo(deleted);
      for (int i : binders(deleter)) {
        assertThat(done.get(i)).isEqualTo(!deleted);
        assertThat(store().bindings().find("acme", prefix + i).map(BindingRow::providerId))
            .isEqualTo(deleted ? Optional.empty() : Optional.of(key.id()));
      }
    }
  }

  @Test
  default void detachesEveryBindingThatWasMadeBeforeADeletionByForce() throws Exception {
    for (int round = 0; round < ContractRace.ROUNDS; round++) {
      String prefix = "r" + round + "-";
      ProviderKey key = provider(store(), "acme", prefix);

      int deleter = round % ContractRace.THREADS;
      List<Boolean> done =
          ContractRace.among(
              i ->
                  i == deleter
                      ? store().providers().deleteAndDetach(key).isPresent()
                      : store().bindings().bind(key, prefix + i));

      assertThat(done.get(deleter)).isTrue();
      assertThat(store().providers().find(key)).isEmpty();
      for (int i : binders(deleter)) {
        assertThat(store().bindings().find("acme", prefix + i))
            .isEqualTo(
                done.get(i)
                    ? Optional.of(new BindingRow("acme", prefix + i, null))
                    : Optional.<BindingRow>empty());
      }
    }
  }

  private static int[] binders(int deleter) {
    return IntStream.range(0, ContractRace.THREADS).filter(i -> i != deleter).toArray();
  }
}
