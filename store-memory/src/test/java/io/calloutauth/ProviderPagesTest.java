package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.store.Page;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

  @ParameterizedTest
  @ValueSource(strings = {"bogus", "a\0", "", "a", "b", "AAAAAA", "n-1", "=", "\u00e9"})
  void aPageStartsOnlyWhereAnotherEnded(String cursor) {
    created("a");
    created("b");

    assertThatThrownBy(() -> providers().list(cursor, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("next()");
  }

  @Test
  void aPageOfOneListStartsNoOther() {
    Provider a = created("a");
    Provider b = created("b");
    for (String id : new String[] {"n-1", "n-2"}) {
      node.auth.notifications().bind(id, a.id());
    }
    String ofProviders = providers().list(1).next().orElseThrow();
    String ofA = node.auth.notifications().list(a.id(), 1).next().orElseThrow();

    assertThat(node.auth.notifications().list(a.id(), ofA, 1).items()).containsExactly("n-2");
    for (ThrowingCallable other :
        new ThrowingCallable[] {
          () -> providers().list(ofA, 1),
          () -> node.auth.notifications().list(a.id(), ofProviders, 1),
          () -> node.auth.notifications().list(b.id(), ofA, 1)
        }) {
      assertThatThrownBy(other)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("next()");
    }
  }

  @Test
  void aPageGoesOnAfterANameOfAnyScript() {
    created("\u540d\u524d \ud83d\ude00");
    created("\uff21"); // folds to a, and comes first
    Page<ProviderSummary> first = providers().list(1);
    Page<ProviderSummary> second = providers().list(first.next().orElseThrow(), 1);

    assertThat(second.items()).hasSize(1);
    assertThat(second.next()).isEmpty();
    assertThat(first.next().orElseThrow()).matches("[A-Za-z0-9_-]+");
  }
}
