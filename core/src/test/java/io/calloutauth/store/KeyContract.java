package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/**
 * That a store says that it can be used, and hands out each row with the key that it is kept under.
 */
interface KeyContract extends ContractStore {

  @Test
  default void passesItsOwnCheck() {
    assertThatCode(store()::check).doesNotThrowAnyException();
    assertThatCode(store().committed()::check).doesNotThrowAnyException();
  }

  @Test
  default void handsOutNoRowOfAnotherKey() {
    Store checked = KeyCheckedStore.over(store());
    TenantContract.ALIKE.forEach(
        tenant -> checked.bindings().bind(provider(checked, tenant, tenant), tenant));

    for (String tenant : TenantContract.ALIKE) {
      ProviderRow row = checked.providers().findByName(tenant, tenant).orElseThrow();
      assertThat(checked.providers().find(row.key())).contains(row);
      assertThat(checked.providers().list(tenant, null, 10).items())
          .extracting(ProviderListing::provider)
          .containsExactly(row);
      BindingRow binding = new BindingRow(tenant, tenant, row.key().id());
      assertThat(checked.bindings().find(tenant, tenant)).contains(binding);
      assertThat(checked.bindings().list(row.key(), null, 10).items()).containsExactly(binding);
    }
  }
}
