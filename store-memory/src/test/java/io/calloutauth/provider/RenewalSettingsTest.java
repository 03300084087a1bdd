package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.InvalidSettingsException;
import io.calloutauth.NodeTest;
import io.calloutauth.oauth.RenewalRules;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator may say about how receivers refuse a token. */
class RenewalSettingsTest extends NodeTest {

  @Test
  void areKeptAndShown() {
    Provider made =
        providers()
            .create(
                node.settings("CRM")
                    .renewalStatus(403)
                    .renewalStatus(498)
                    .renewalBody("/error/code", "4011", "expired")
                    .build());

    Provider edited = node.edit(made.id(), draft -> draft.name("Renamed"));

    for (RenewalRules rules : List.of(made.renewal(), edited.renewal())) {
      assertThat(rules.statuses()).containsExactlyInAnyOrder(403, 498);
      assertThat(rules.body())
          .contains(RenewalRules.Body.of("/error/code", List.of("4011", "expired")));
    }
  }

  @Test
  void areTakenAwayByAnEdit() {
    Provider made =
        providers()
            .create(node.settings("CRM").renewalStatus(403).renewalBody("/error", "x").build());

    Provider edited = node.edit(made.id(), draft -> draft.noRenewalStatuses().renewalBody(""));

    assertThat(edited.renewal()).isSameAs(RenewalRules.STANDARD);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 399, 500, 503, -1, 4030})
  void aStatusThatIsNoClientErrorRefusesNoToken(int status) {
    assertThat(refused(draft -> draft.renewalStatus(status)))
        .containsExactly(ProviderField.RENEWAL_STATUSES);
  }

  @Test
  void aRuleForBodiesHasPointerAndValues() {
    assertThat(refused(draft -> draft.renewalBody("/error")))
        .containsExactly(ProviderField.RENEWAL_VALUES);
    assertThat(refused(draft -> draft.renewalBody("", "x")))
        .containsExactly(ProviderField.RENEWAL_POINTER);
    assertThat(refused(draft -> draft.renewalBody("error", "x")))
        .containsExactly(ProviderField.RENEWAL_POINTER);
    assertThat(refused(draft -> draft.renewalBody("/error", "line\nbreak")))
        .containsExactly(ProviderField.RENEWAL_VALUES);
    assertThat(refused(draft -> draft.renewalBody("/error", "")))
        .containsExactly(ProviderField.RENEWAL_VALUES);
  }

  @Test
  void bothAreBounded() {
    assertThat(
            refused(
                draft -> {
                  IntStream.range(400, 421).forEach(draft::renewalStatus);
                  return draft;
                }))
        .containsExactly(ProviderField.RENEWAL_STATUSES);
    String[] many = IntStream.range(0, 21).mapToObj(String::valueOf).toArray(String[]::new);
    assertThat(refused(draft -> draft.renewalBody("/error", many)))
        .containsExactly(ProviderField.RENEWAL_VALUES);
  }

  private List<ProviderField> refused(UnaryOperator<ProviderSettings.Builder> typed) {
    return catchThrowableOfType(
            InvalidSettingsException.class,
            () -> providers().create(typed.apply(node.settings("CRM")).build()))
        .problems()
        .stream()
        .map(FieldProblem::field)
        .toList();
  }
}
