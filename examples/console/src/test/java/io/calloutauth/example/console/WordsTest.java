package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.EventType;
import io.calloutauth.RevocationReport;
import io.calloutauth.TokenState;
import io.calloutauth.keys.KeyState;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.TokenError;
import java.util.Arrays;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the library names can be told in words. */
class WordsTest {

  @Test
  void thereAreWordsForWhateverTheLibraryNames() {
    assertThat(ResourceBundle.getBundle("messages").keySet())
        .containsAll(names("state", TokenState.values()))
        .containsAll(names("since", TokenState.values()))
        .containsAll(names("grant", GrantType.values()))
        .containsAll(names("event", EventType.values()))
        .contains("event.CALLOUT_NOT_SENT")
        .containsAll(names("key", KeyState.values()))
        .containsAll(names("token-error", TokenError.values()))
        .containsAll(names("authorization-error", AuthorizationError.values()))
        .containsAll(names("revocation", RevocationReport.Outcome.values()));
  }

  private static Iterable<String> names(String kind, Enum<?>[] constants) {
    Stream<String> names = Arrays.stream(constants).map(constant -> kind + "." + constant.name());
    return names.toList();
  }
}
