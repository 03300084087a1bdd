package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderName;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProviderLimitTest extends NodeTest {

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return builder -> builder.providersPerTenant(5);
  }

  @Test
  void tenantHasNoMoreProvidersThanItsLimit() {
    IntStream.range(0, 5).forEach(n -> created("p" + n));

    assertThatThrownBy(() -> created("p5"))
        .isInstanceOfSatisfying(
            ProviderLimitException.class, full -> assertThat(full.limit()).isEqualTo(5));
    assertThat(providers().list(10).items()).hasSize(5);
    node.tenants.tenant("other").providers().create(node.settings("p5").build());
  }

  @Test
  void tenantHasAThousandProvidersUnlessToldOtherwise() {
    try (Node plain = Node.start(server)) {
      Provider made = plain.auth.providers().create(plain.settings("p").build());
      ProviderRow row =
          plain.store.providers().find(new ProviderKey("acme", made.id().value())).orElseThrow();
      for (int n = 1; n < 1_000; n++) {
        ProviderKey key = new ProviderKey("acme", "id-" + n);
        ProviderContent content =
            ProviderContent.builder(new ProviderName("p" + n, "p" + n))
                .settings(row.content().settings())
                .secrets(row.content().secrets())
                .build();
        assertThat(plain.store.providers().create(key, content, 1_000))
            .isEqualTo(ProviderStore.Creation.CREATED);
      }

      assertThatThrownBy(() -> plain.auth.providers().create(plain.settings("one more").build()))
          .isInstanceOfSatisfying(
              ProviderLimitException.class, full -> assertThat(full.limit()).isEqualTo(1_000));
    }
  }
}
