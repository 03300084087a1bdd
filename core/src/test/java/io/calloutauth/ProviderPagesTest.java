package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.store.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderPagesTest extends NodeTest {

  @Test
  void listsPageByPageInTheOrderOfNamesWithStateAndBindings() {
    Provider b = created("b");
    created("C");
    created("a");
    node.auth.notifications().bind("n-1", b.id());
    node.auth.notifications().bind("n-2", b.id());
    node.auth.tokens().obtain(b.id());

    Page<ProviderSummary> first = providers().list(2);
    Page<ProviderSummary> second = providers().list(first.next().orElseThrow(), 2);

    assertThat(first.items()).extracting(line -> line.provider().name()).containsExactly("a", "b");
    assertThat(first.items())
        .extracting(line -> line.token().state())
        .containsExactly(TokenState.NONE, TokenState.ACTIVE);
    assertThat(first.items()).extracting(ProviderSummary::bindings).containsExactly(0L, 2L);
    assertThat(second.items()).extracting(line -> line.provider().name()).containsExactly("C");
    assertThat(second.next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void aPageMayHaveOneToAThousandLines(int limit) {
    Provider made = created("CRM");

    assertThat(providers().list(limit).items())
        .extracting(line -> line.provider().id())
        .containsExactly(made.id());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_001})
  void aPageHasNoOtherNumberOfLines(int limit) {
    assertThatThrownBy(() -> providers().list(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1,000");
  }

  @Test
  void aPageStartsOnlyWhereACursorCanPoint() {
    assertThatThrownBy(() -> providers().list("a\0", 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("next()");
  }
}
