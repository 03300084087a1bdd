package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.MANY;
import static io.calloutauth.store.ContractRows.name;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Providers are found by the client that they share. */
interface ProviderClientContract extends ContractStore {

  @Test
  default void findsTheProvidersOfATenantThatShareAClientWithTheirSecrets() {
    ProviderKey first = shared("acme", "A", "c1");
    ProviderKey second = shared("acme", "B", "c1");
    shared("acme", "C", "C1");
    shared("acme", "D", "c1 ");
    shared("ACME", "A", "c1");
    provider(store(), "acme", "E");

    List<ProviderRow> found = store().providers().findByClient("acme", "c1", 10);

    assertThat(found)
        .containsExactlyInAnyOrder(
            store().providers().find(first).orElseThrow(),
            store().providers().find(second).orElseThrow());
    assertThat(found).allSatisfy(row -> assertThat(row.content().secrets()).hasSize(2));
    assertThat(store().providers().findByClient("acme", "c1", 1)).hasSize(1);
    assertThat(store().providers().findByClient("acme", "none", 1)).isEmpty();
  }

  @Test
  default void findsNobodyByNoClient() {
    shared("acme", "A", "");

    assertThat(store().providers().findByClient("acme", "", 10)).isEmpty();
  }

  @Test
  default void findsAProviderByTheClientThatItHasSinceAnUpdate() {
    ProviderKey key = shared("acme", "A", "c1");
    ProviderContent now =
        store().providers().find(key).orElseThrow().content().toBuilder().client("c2").build();

    store().providers().update(key, 1, NewNumber.EPOCH, now);

    assertThat(store().providers().findByClient("acme", "c1", 10)).isEmpty();
    assertThat(store().providers().findByClient("acme", "c2", 10))
        .extracting(ProviderRow::content)
        .containsExactly(now);
  }

  private ProviderKey shared(String tenant, String name, String client) {
    ProviderKey key = newKey(tenant);
    ProviderContent content =
        ProviderContent.builder(name(name))
            .client(client)
            .secrets(Map.of("a", Sealed.of("k1", "a"), "b", Sealed.of("k1", "b")))
            .build();
    assertThat(store().providers().create(key, content, MANY))
        .isEqualTo(ProviderStore.Creation.CREATED);
    return key;
  }
}
