package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many token rows are read at once. */
interface TokenRowsContract extends ContractStore {

  @Test
  default void manyTokenRowsOfSeveralTenantsAreReadAtOnce() {
    List<ProviderKey> keys = new ArrayList<>();
    for (int i = 0; i < 37; i++) {
      ProviderKey key = provider(store(), i % 2 == 0 ? "acme" : "globex", "CRM " + i);
      store().tokens().complete(key, leased(store(), key), kept("token-" + i));
      keys.add(key);
    }
    ProviderKey unknown = newKey("acme");
    ProviderKey strange = new ProviderKey("globex", keys.get(0).id());
    List<ProviderKey> asked = new ArrayList<>(keys);
    asked.addAll(List.of(unknown, strange, keys.get(0)));

    Map<ProviderKey, TokenRow> rows = store().tokens().find(asked);

    assertThat(rows).containsOnlyKeys(keys);
    for (int i = 0; i < keys.size(); i++) {
      StoredToken token = requireNonNull(requireNonNull(rows.get(keys.get(i))).token());
      assertThat(token.sealed()).isEqualTo(Sealed.of("k1", "token-" + i));
    }
  }

  @Test
  default void noTokenRowsAreReadForNoKeysAndNotForTooMany() {
    assertThat(store().tokens().find(Set.of())).isEmpty();

    List<ProviderKey> most =
        IntStream.range(0, TokenStore.MOST_AT_ONCE).mapToObj(i -> newKey("acme")).toList();
    assertThat(store().tokens().find(most)).isEmpty();

    List<ProviderKey> tooMany = new ArrayList<>(most);
    tooMany.add(newKey("acme"));
    assertThatIllegalArgumentException().isThrownBy(() -> store().tokens().find(tooMany));
  }
}
