package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calloutauth.oauth.Scope;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  @Test
  void takesEveryCharacterOfRfc6749() {
    String token =
        IntStream.rangeClosed(0x21, 0x7E)
            .filter(c -> c != '"' && c != '\\' && c != ',')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());

    assertThat(Scope.parse(token).tokens()).containsExactly(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "\u0000", "\u001f", "\u007f", "\u0080", "é"})
  void takesNoOther(String character) {
    assertThatIllegalArgumentException().isThrownBy(() -> Scope.parse("a" + character + "b"));
  }

  @Test
  void readsWhatItWroteWithCommasAndLeavesOutWhatIsNoScopeToken() {
    Scope granted = Scope.of(List.of("orders:read,write", "me"));

    assertThat(Scope.read(granted.toString())).isEqualTo(granted);
    assertThat(Scope.read("\u20ac me \"x\"").tokens()).containsExactly("me");
    assertThat(Scope.read(" ")).isSameAs(Scope.EMPTY);
  }
}
