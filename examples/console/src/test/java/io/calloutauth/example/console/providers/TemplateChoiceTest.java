package io.calloutauth.example.console.providers;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.ProviderDocument;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.ProviderTemplate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateChoiceTest {

  static List<ProviderTemplate> all() {
    return ProviderTemplate.all();
  }

  private static Map<String, String> parameters(ProviderTemplate template) {
    return template.placeholders().entrySet().stream()
        .collect(
            Collectors.toMap(
                place -> "place-" + place.getKey(),
                place ->
                    switch (place.getValue().kind()) {
                      case NAME, TEXT -> "example.com";
                      case URL, ORIGIN -> "https://example.com";
                    }));
  }

  private static Map<String, Object> document(ProviderSettings settings) {
    return ProviderDocument.of(settings).toMap();
  }

  /** Nothing of a template is lost on its way through the form. */
  @ParameterizedTest
  @MethodSource("all")
  void theFormSaysAllThatTheTemplateSays(ProviderTemplate template) {
    TemplateChoice choice = TemplateChoice.of(template, parameters(template));
    assertThat(choice.wrong()).isEmpty();
    Map<String, Object> wanted = document(choice.draft().build());

    assertThat(document(choice.form().over(choice.draft()))).containsAllEntriesOf(wanted);
    Map<String, Object> typed = document(choice.form().over(ProviderSettings.clientCredentials()));
    wanted.forEach(
        (key, value) -> {
          if (!(value instanceof Map)) { // sealed: known by the draft alone
            assertThat(typed).containsEntry(key, value);
          }
        });
    assertThat(choice.form().withoutValue()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void nothingIsWrongBeforeAnythingWasTypedAndAllAfterNothingWas(ProviderTemplate template) {
    TemplateChoice fresh = TemplateChoice.of(template);
    TemplateChoice empty = TemplateChoice.of(template, Map.of());

    assertThat(fresh.wrong()).isEmpty();
    assertThat(empty.wrong()).isEqualTo(empty.places());
    assertThat(empty.places()).hasSize(template.placeholders().size()).isNotEmpty();
  }
}
