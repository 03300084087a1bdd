package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator may not say about requests and answers. */
class RequestLimitsTest extends NodeTest {

  private static final String CHARACTERS_64 =
      "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd";
  private static final String LONGEST_POINTER =
      "/a/a/a/a"
          + CHARACTERS_64
          + CHARACTERS_64
          + CHARACTERS_64
          + "/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

  private Provider made(UnaryOperator<ProviderSettings.Builder> change) {
    return providers().create(change.apply(node.settings("CRM")).build());
  }

  private InvalidSettingsException refused(UnaryOperator<ProviderSettings.Builder> change) {
    return catchThrowableOfType(InvalidSettingsException.class, () -> made(change));
  }

  @Test
  void aSecretIsRefusedWhereNoneIsNeededAndAColonWhereNothingEncodesIt() {
    assertThat(refused(draft -> draft.clientAuthentication(ClientAuthentication.NONE)))
        .hasMessageContaining("client secret must not be set");
    assertThat(
            refused(
                draft ->
                    draft
                        .clientId(":b")
                        .clientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC_RAW)))
        .hasMessageContaining("client id must not contain a colon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "https://example.com/#x", "https://exämple.com", "urn:a b", ""})
  void refusesResourcesThatAreNotAbsoluteUris(String resource) {
    assertThat(refused(draft -> draft.requests(r -> r.resource(resource))))
        .hasMessageContaining("resources must be at most 20 absolute URIs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DPoP", "mac", "", " ", "N_A", "b\no", "böt", "b\u007f"})
  void refusesTokenTypesThatAreNotAnotherNameForBearer(String alias) {
    assertThat(refused(draft -> draft.responses(a -> a.tokenTypeAlias(alias))))
        .hasMessageContaining("token type aliases must be at most 20 other names");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/1/2/3/4/5/6/7/8", LONGEST_POINTER})
  void takesAPointerOfEightStepsAndTwoHundredAndFiftySixCharacters(String pointer) {
    Provider made =
        made(
            d ->
                d.responses(
                    a ->
                        a.tokenPointer(pointer)
                            .tokenTypePointer(pointer)
                            .lifetimePointer(pointer)));

    assertThat(made.responses().tokenPointer()).contains(pointer);
    assertThat(made.responses().tokenTypePointer()).contains(pointer);
    assertThat(made.responses().lifetimePointer()).contains(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "/a~2", "/1/2/3/4/5/6/7/8/9", "/a\nb", LONGEST_POINTER + "a"})
  void refusesWhatIsNoPointer(String pointer) {
    assertThat(
            refused(
                d ->
                    d.responses(
                        a ->
                            a.tokenPointer(pointer)
                                .tokenTypePointer(pointer)
                                .lifetimePointer(pointer))))
        .hasMessageContaining("lifetime pointer must be a JSON pointer");
  }

  @Test
  void refusesAnAudienceThatIsNoText() {
    assertThat(refused(draft -> draft.requests(r -> r.audience("a\nb"))))
        .hasMessageContaining("audience must not contain control characters");
    assertThat(refused(draft -> draft.requests(r -> r.audience("a".repeat(1_025)))))
        .hasMessageContaining("audience must have at most 1,024 characters");
    String longest = "a".repeat(1_024);
    assertThat(made(draft -> draft.requests(r -> r.audience(longest))).requests().audience())
        .contains(longest);
  }

  @Test
  void boundsResourcesAndTokenTypes() {
    String start = "https://example.com/";
    String longest = start + "a".repeat(1_024 - start.length());
    assertThat(refused(draft -> draft.requests(r -> r.resource(longest + "a"))))
        .hasMessageContaining("each of at most 1,024 characters");
    assertThat(refused(draft -> draft.responses(a -> a.tokenTypeAlias("a".repeat(101)))))
        .hasMessageContaining("of up to 100 ASCII characters");
    assertThat(refused(draft -> draft.requests(r -> times(21, n -> r.resource(start + n)))))
        .hasMessageContaining("resources must be at most 20");
    assertThat(refused(draft -> draft.responses(a -> times(21, n -> a.tokenTypeAlias("a" + n)))))
        .hasMessageContaining("token type aliases must be at most 20");

    node.auth
        .providers()
        .create(
            node.settings("full")
                .requests(r -> times(19, n -> r.resource(start + n)).resource(longest))
                .responses(
                    a -> times(19, n -> a.tokenTypeAlias("a " + n)).tokenTypeAlias("a".repeat(100)))
                .build());
  }

  private static <B> B times(int count, IntFunction<B> add) {
    B last = add.apply(0);
    for (int n = 1; n < count; n++) {
      last = add.apply(n);
    }
    return last;
  }
}
