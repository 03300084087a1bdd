package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.failed;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.notifications;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a list of providers means. */
interface ProviderListContract extends ContractStore {

  @Test
  default void listsNothingForATenantThatHasNothing() {
    provider(store(), "other", "CRM");

    Page<ProviderListing> page = store().providers().list("acme", null, 10);

    assertThat(page.items()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  default void listsProvidersByTheirNamesKeys() {
    for (String name : List.of("b", "a", "C", "B", "a1", "c", "-", "1")) {
      provider(store(), "acme", name);
    }

    Page<ProviderListing> page = store().providers().list("acme", null, 100);

    assertThat(names(page)).containsExactly("-", "1", "B", "C", "a", "a1", "b", "c");
    assertThat(page.next()).isEmpty();
  }

  @Test
  default void pagesThroughAllProvidersOnce() {
    for (int i = 0; i < 9; i++) {
      provider(store(), "acme", "p" + i);
    }

    for (int limit : new int[] {1, 2, 3, 4, 8, 9, 10, 1000}) {
      List<String> seen = new ArrayList<>();
      int pages = 0;
      @Nullable String after = null;
      do {
        Page<ProviderListing> page = store().providers().list("acme", after, limit);
        assertThat(page.items()).hasSizeBetween(1, limit);
        seen.addAll(names(page));
        assertThat(seen).doesNotHaveDuplicates();
        pages++;
        after = page.next().orElse(null);
      } while (after != null);

      assertThat(seen).containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8");
      assertThat(pages).isEqualTo((9 + limit - 1) / limit);
    }
  }

  @Test
  default void goesOnWhereAPageEndedWhateverWasDeletedOrMade() {
    List<ProviderKey> keys = new ArrayList<>();
    for (String name : List.of("b", "d", "f", "h")) {
      keys.add(provider(store(), "acme", name));
    }
    Page<ProviderListing> first = store().providers().list("acme", null, 2);
    assertThat(names(first)).containsExactly("b", "d");

    store().providers().delete(keys.get(0), 0);
    store().providers().delete(keys.get(1), 0);
    store().providers().delete(keys.get(2), 0);
    provider(store(), "acme", "a");
    provider(store(), "acme", "e");

    Page<ProviderListing> second = store().providers().list("acme", first.next().orElseThrow(), 10);
    assertThat(names(second)).containsExactly("e", "h");
    assertThat(second.next()).isEmpty();
  }

  @Test
  default void endsWithAnEmptyPageWhenTheRestIsGone() {
    provider(store(), "acme", "a");
    ProviderKey last = provider(store(), "acme", "b");
    String next = store().providers().list("acme", null, 1).next().orElseThrow();

    store().providers().delete(last, 0);

    Page<ProviderListing> page = store().providers().list("acme", next, 1);
    assertThat(page.items()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  default void showsWhatAProviderIsAndWhoUsesItInOneRead() {
    ProviderKey active = provider(store(), "acme", "active");
    ProviderKey failing = provider(store(), "acme", "failing");
    ProviderKey unused = provider(store(), "acme", "unused");
    notifications(store(), active, 3);
    store().tokens().complete(active, leased(store(), active), kept("sealed"));
    store().tokens().complete(failing, leased(store(), failing), failed("invalid_client", 2));

    List<ProviderListing> items = store().providers().list("acme", null, 10).items();

    assertThat(items).extracting(ProviderListing::bindings).containsExactly(3L, 0L, 0L);
    assertThat(items)
        .extracting(ProviderListing::provider)
        .containsExactlyElementsOf(
            List.of(active, failing, unused).stream()
                .map(key -> store().providers().find(key).orElseThrow())
                .toList());
    StoredToken token = items.get(0).token().token();
    assertThat(token)
        .isNotNull()
        .extracting(StoredToken::sealed)
        .isEqualTo(Sealed.of("k1", "sealed"));
    StoredFailure failure = items.get(1).token().failure();
    assertThat(failure).isNotNull().extracting(StoredFailure::attempts).isEqualTo(2);
    assertThat(items.get(2).token()).isEqualTo(TokenRow.EMPTY);
    assertThat(items.get(0).token().fence()).isEqualTo(row(store(), active).fence());
    assertThat(store().providers().findListing(active))
        .map(listing -> List.of(listing.provider(), listing.bindings(), listing.token().fence()))
        .contains(List.of(items.get(0).provider(), 3L, items.get(0).token().fence()));
    assertThat(store().providers().findListing(unused)).contains(items.get(2));
    assertThat(store().providers().findListing(newKey("acme"))).isEmpty();
    assertThat(store().providers().findListing(new ProviderKey("other", active.id()))).isEmpty();
  }

  private static List<String> names(Page<ProviderListing> page) {
    return page.map(listing -> listing.provider().content().name().text()).items();
  }
}
