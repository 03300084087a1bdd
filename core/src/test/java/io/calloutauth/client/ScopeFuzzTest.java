package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.ScopeSeparator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A scope that is typed is read whole, or refused. An input is the text. */
class ScopeFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void aScopeIsReadWholeOrRefused(byte[] data) {
    String typed = new String(data, StandardCharsets.UTF_8);
    boolean legal = typed.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '"' && c != '\\');
    Scope scope;
    try {
      scope = Scope.parse(typed);
    } catch (IllegalArgumentException refused) {
      assertThat(legal).isFalse();
      return;
    }
    assertThat(legal).isTrue();
    reads(scope, typed);
    grants(scope);
  }

  private static void reads(Scope scope, String typed) {
    Set<String> expected = new TreeSet<>(Arrays.asList(typed.replace(',', ' ').split(" ")));
    expected.remove("");
    assertThat(new TreeSet<>(scope.tokens())).isEqualTo(expected);
    assertThat(scope.tokens()).doesNotHaveDuplicates();
    assertThat(Scope.parse(scope.toString())).isEqualTo(scope).hasSameHashCodeAs(scope);
    assertThat(Scope.parse(scope.toString()).tokens()).isEqualTo(scope.tokens());
    assertThat(scope.missingIn(scope)).isEmpty();
    assertThat(scope.missingIn(Scope.EMPTY)).isEqualTo(scope.tokens());
  }

  /** An answer that grants what was asked for is read as just that. */
  private static void grants(Scope scope) {
    for (ScopeSeparator separator : List.of(ScopeSeparator.SPACE, ScopeSeparator.COMMA)) {
      String granted = String.join(separator.text(), scope.tokens());
      assertThat(GrantedScope.read(JsonValue.string(granted), separator)).hasValue(scope);
    }
  }
}
