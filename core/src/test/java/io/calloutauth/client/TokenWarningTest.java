package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.TokenWarning;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenWarningTest {

  @Test
  void namesAreReadBack() {
    Set<TokenWarning> all = EnumSet.allOf(TokenWarning.class);

    assertThat(TokenWarning.named(TokenWarning.names(all))).isEqualTo(all);
  }

  @Test
  void whatAnotherVersionNamedIsLeftOut() {
    assertThat(TokenWarning.named(Set.of("BOM", "OF_THE_NEXT_VERSION")))
        .containsExactly(TokenWarning.BOM);
  }

  @Test
  void eachIsToldInItsOwnWords() {
    assertThat(TokenWarning.values()).extracting(TokenWarning::text).doesNotHaveDuplicates();
  }
}
