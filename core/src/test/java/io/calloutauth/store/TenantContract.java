package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.MANY;
import static io.calloutauth.store.ContractRows.content;
import static io.calloutauth.store.ContractRows.ids;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.notifications;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a tenant is: invisible to every other, told apart byte for byte, and gone when purged. */
interface TenantContract extends ContractStore {

  /** What a careless collation takes for one. */
  List<String> ALIKE =
      List.of("acme", "ACME", "Acme", "acm\u00E9", "acme\u0301", "acme ", " acme", "acme\u00A0");

  @Test
  default void keepsTenantsThatLookAlikeApart() {
    for (String tenant : ALIKE) {
      ProviderKey key = new ProviderKey(tenant, "p1");
      store().providers().create(key, content("in " + tenant), MANY);
      store().bindings().bind(key, "n1");
      store().tokens().complete(key, leased(store(), key), kept("for." + ALIKE.indexOf(tenant)));
    }

    for (String tenant : ALIKE) {
      ProviderKey key = new ProviderKey(tenant, "p1");
      assertThat(store().providers().list(tenant, null, 10).items())
          .extracting(listing -> listing.provider().content().name().text())
          .containsExactly("in " + tenant);
      assertThat(ids(store().bindings().list(key, null, 10))).containsExactly("n1");
      StoredToken token = Objects.requireNonNull(row(store(), key).token());
      assertThat(token.sealed().text()).isEqualTo("for." + ALIKE.indexOf(tenant));
    }
  }

  @Test
  default void listsTheTenantsThatHaveSomething() {
    assertThat(store().providers().listTenants(null, 10).items()).isEmpty();
    for (String tenant : List.of("b", "a", "C", "B", "e", "purged")) {
      ProviderKey key = provider(store(), tenant, "CRM");
      provider(store(), tenant, "Other");
      store().bindings().bind(key, "n1");
      store().bindings().bind(key, "n2");
    }
    ProviderKey last = provider(store(), "detached", "CRM");
    store().bindings().bind(last, "n1");
    store().providers().deleteAndDetach(last);
    store().providers().delete(provider(store(), "deleted", "CRM"), 0);
    store().purge("purged");

    List<String> all = List.of("B", "C", "a", "b", "detached", "e");
    assertThat(store().providers().listTenants(null, 6).items()).isEqualTo(all);
    assertThat(store().providers().listTenants(null, 6).next()).isEmpty();
    Page<String> first = store().providers().listTenants(null, 4);
    assertThat(first.items()).isEqualTo(all.subList(0, 4));
    Page<String> second = store().providers().listTenants(first.next().orElseThrow(), 4);
    assertThat(second.items()).isEqualTo(all.subList(4, 6));
    assertThat(second.next()).isEmpty();
  }

  @Test
  default void changesNothingOfATenantWithTheSameIdsAndNames() {
    ProviderKey mine = new ProviderKey("acme", "p1");
    ProviderKey yours = new ProviderKey("ACME", "p1");
    for (ProviderKey key : List.of(mine, yours)) {
      store().providers().create(key, content("CRM"), MANY);
      store().bindings().bind(key, "n1");
      store().tokens().complete(key, leased(store(), key), kept("x"));
    }
    ProviderRow before = store().providers().find(yours).orElseThrow();

    store().tokens().revoke(mine, RevokeRequest.of(row(store(), mine)));
    store().providers().update(mine, 1, NewNumber.EPOCH, content("Renamed"));
    store().bindings().unbind("acme", "n1");
    store().providers().delete(mine, 0);

    assertThat(store().providers().find(mine)).isEmpty();
    assertThat(store().providers().find(yours)).contains(before);
    assertThat(store().providers().findByName("ACME", "CRM")).contains(before);
    assertThat(row(store(), yours).fence()).isEqualTo(1);
    assertThat(row(store(), yours).token()).isNotNull();
    assertThat(store().bindings().find("ACME", "n1")).contains(new BindingRow("ACME", "n1", "p1"));
    assertThat(store().providers().delete(yours, 5).users()).isEqualTo(1);
  }

  @Test
  default void reachesNothingOfAnotherTenantByItsId() {
    ProviderKey yours = provider(store(), "ACME", "CRM");
    ProviderKey mine = new ProviderKey("acme", yours.id());

    assertThat(store().providers().find(mine)).isEmpty();
    assertThat(store().providers().update(mine, 1, NewNumber.NONE, content("x")).outcome())
        .isEqualTo(ProviderStore.Update.Outcome.NOT_FOUND);
    assertThat(store().providers().delete(mine, 0).found()).isFalse();
    assertThat(store().providers().deleteAndDetach(mine)).isEmpty();
    assertThat(store().tokens().find(mine)).isEmpty();
    assertThat(store().tokens().revoke(mine, RevokeRequest.of(TokenRow.EMPTY))).isFalse();
    assertThat(store().providers().find(yours)).isPresent();
  }

  @Test
  default void comparesNamesKeysByteForByte() {
    ALIKE.forEach(name -> provider(store(), "acme", name));

    for (String name : ALIKE) {
      assertThat(store().providers().findByName("acme", name).orElseThrow().content().name().text())
          .isEqualTo(name);
    }
  }

  @Test
  default void comparesNotificationIdsByteForByte() {
    List<ProviderKey> keys = new ArrayList<>();
    for (String id : ALIKE) {
      ProviderKey key = provider(store(), "acme", "for " + id);
      keys.add(key);
      store().bindings().bind(key, id);
    }

    for (int i = 0; i < ALIKE.size(); i++) {
      String id = ALIKE.get(i);
      assertThat(store().bindings().find("acme", id))
          .contains(new BindingRow("acme", id, keys.get(i).id()));
      assertThat(store().bindings().unbind("acme", id)).isTrue();
      assertThat(store().bindings().find("acme", id)).isEmpty();
    }
  }

  @Test
  default void purgesEverythingOfATenantAndNothingElse() {
    ProviderKey bound = provider(store(), "acme", "Bound");
    notifications(store(), bound, 3);
    leased(store(), bound);
    ProviderKey deleted = provider(store(), "acme", "Deleted");
    store().bindings().bind(deleted, "detached");
    store().providers().deleteAndDetach(deleted);
    ProviderKey other = provider(store(), "ACME", "Bound");
    notifications(store(), other, 3);

    store().purge("acme");
    store().purge("acme");
    store().purge("unknown");

    assertThat(store().providers().list("acme", null, 10).items()).isEmpty();
    assertThat(store().providers().find(bound)).isEmpty();
    assertThat(store().tokens().find(bound)).isEmpty();
    assertThat(store().bindings().find("acme", "n0000")).isEmpty();
    assertThat(store().bindings().find("acme", "detached")).isEmpty();
    assertThat(ids(store().bindings().list(bound, null, 10))).isEmpty();
    assertThat(ids(store().bindings().list(other, null, 10))).hasSize(3);
    assertThat(store().providers().find(other)).isPresent();
  }

  @Test
  default void startsAnewAfterAPurge() {
    notifications(store(), provider(store(), "acme", "CRM"), 1);
    store().purge("acme");

    ProviderKey next = provider(store(), "acme", "CRM");

    assertThat(row(store(), next)).isEqualTo(TokenRow.EMPTY);
    assertThat(ids(store().bindings().list(next, null, 10))).isEmpty();
    assertThat(store().bindings().bind(next, "n0000")).isTrue();
  }

  @Test
  default void purgesOrKeepsWholeThingsThatAreMadeAtThatMoment() throws Exception {
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      ProviderKey old = provider(store(), "acme", "old" + round);
      List<ProviderKey> made = new ArrayList<>();
      for (int i = 0; i < ContractRace.THREADS; i++) {
        made.add(newKey("acme"));
      }

      List<Boolean> bound =
          ContractRace.among(
              i -> {
                if (i == 0) {
                  store().purge("acme");
                  return false;
                }
                store().providers().create(made.get(i), content("p" + i), MANY);
                return store().bindings().bind(i % 2 == 0 ? old : made.get(i), "n" + i);
              });

      assertThat(store().providers().find(old)).isEmpty();
      for (int i = 1; i < ContractRace.THREADS; i++) {
        boolean kept = store().providers().find(made.get(i)).isPresent();
        assertThat(store().tokens().find(made.get(i)).isPresent()).isEqualTo(kept);
        assertThat(store().bindings().find("acme", "n" + i).isPresent())
            .isEqualTo(kept && bound.get(i) && i % 2 == 1);
      }
      store().purge("acme");
    }
  }
}
