package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Store;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that somebody else wrote into the tables. */
class BrokenRowTest {

  @ParameterizedTest
  @EnumSource
  void saysThatSettingsAreBroken(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = Rows.provider(store, "crm");
    Rows.provider(store, "erp");
    for (String text : new String[] {"", "null", "garbage", "[]", "{\"a\":1}", "\"", "{"}) {
      database.execute(
          "UPDATE callout_auth_provider SET settings = '" + text + "' WHERE name = 'crm'");

      ProviderRow found = store.providers().find(key).orElseThrow();

      assertThat(found.content().isBroken()).as(text).isTrue();
      assertThat(found.content().settings()).as(text).isEmpty();
      assertThat(found.content().name().text()).as(text).isEqualTo("crm");
      assertThat(store.providers().list("acme", null, 10).items())
          .extracting(listed -> listed.provider().content().isBroken())
          .as(text)
          .containsExactly(true, false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void listsAProviderWhoseNameKeyIsEmpty(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = Rows.provider(store, "crm");
    Rows.provider(store, "erp");
    database.execute("UPDATE callout_auth_provider SET name_key = '' WHERE name = 'crm'");

    assertThat(store.providers().list("acme", null, 10).items())
        .extracting(ProviderListing::provider)
        .extracting(ProviderRow::key)
        .contains(key)
        .hasSize(2);
    assertThat(store.providers().list("acme", null, 1).next()).contains("");
    assertThat(store.providers().list("acme", "", 1).items()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void listsBindingsAndTenantsWhoseIdsAreEmpty(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = Rows.provider(store, "crm");
    store.bindings().bind(key, "n");
    database.execute("UPDATE callout_auth_binding SET notification_id = ''");
    assertThat(store.bindings().list(key, null, 10).items()).hasSize(1);
    assertThat(store.bindings().listAll("acme", null, 10).items()).hasSize(1);
    database.execute("UPDATE callout_auth_binding SET provider_id = NULL");
    assertThat(store.bindings().listDetached("acme", null, 10).items()).hasSize(1);
    database.execute("UPDATE callout_auth_binding SET tenant = ''");

    assertThat(store.providers().listTenants(null, 10).items()).containsExactly("", "acme");
  }
}
