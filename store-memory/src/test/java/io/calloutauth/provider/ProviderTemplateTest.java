package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.InvalidSettingsException;
import io.calloutauth.NodeTest;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import io.calloutauth.json.JsonWriter;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates as resources, and what filling them makes. */
class ProviderTemplateTest extends NodeTest {

  private static final String CONFIG =
      "/META-INF/native-image/io.calloutauth/callout-auth-core/resource-config.json";

  static List<ProviderTemplate> all() {
    return ProviderTemplate.all();
  }

  private static Map<String, String> values(ProviderTemplate template) {
    return template.placeholders().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                place ->
                    switch (place.getValue().kind()) {
                      case NAME, TEXT -> "example.com";
                      case URL, ORIGIN -> "https://example.com";
                    }));
  }

  private List<FieldProblem> problems(ProviderSettings settings) {
    return catchThrowableOfType(InvalidSettingsException.class, () -> providers().create(settings))
        .problems();
  }

  @Test
  void eachFileIsListedForHostsAndForNativeImages() throws Exception {
    try (Stream<Path> files =
            Files.list(Path.of("../core/src/main/resources/io/calloutauth/provider/templates"));
        InputStream in = ProviderTemplateTest.class.getResourceAsStream(CONFIG)) {
      String json = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      JsonValue includes =
          JsonReader.readObject(json)
              .member("resources")
              .flatMap(resources -> resources.member("includes"))
              .orElseThrow();
      String pattern = includes.elements().get(0).text("pattern").orElseThrow();
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();

      assertThat(all()).extracting(template -> template.id() + ".json").isEqualTo(names);
      assertThat(names)
          .allMatch(name -> ("io/calloutauth/provider/templates/" + name).matches(pattern));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysWhatItIsFromAndLacksOnlyWhatIsTyped(ProviderTemplate template) {
    assertThat(template.documentation()).hasScheme("https");
    assertThat(template.notes()).isNotEmpty();
    assertThat(template.toMap()).containsEntry("verified", false).containsKey("placeholders");
    assertThat(JsonWriter.write(template.toMap())).contains(template.label());
    assertThat(ProviderTemplate.find(template.id())).isPresent();

    List<FieldProblem> lacking = problems(template.fill(values(template)));

    assertThat(lacking)
        .extracting(FieldProblem::key)
        .contains("name", "client_id")
        .isSubsetOf("name", "client_id", "client_secret", "assertion_key_id");
    assertThat(problems(template.fill(Map.of())))
        .filteredOn(problem -> problem.code().equals("placeholder_missing"))
        .isNotEmpty()
        .allSatisfy(
            problem ->
                assertThat(template.placeholders())
                    .containsKey((String) problem.arguments().get("placeholder")));
  }

  /** A name that is part of a host must not make another host of it. */
  @ParameterizedTest
  @CsvSource({
    "okta, domain, evil.example/x, token_endpoint",
    "okta, domain, evil.example#, token_endpoint",
    "salesforce, domain, u@evil.example/, token_endpoint",
    "cognito, region, 'a b', token_endpoint",
    "keycloak, base, https://example.com/, token_endpoint",
    "keycloak, base, https://u@example.com, token_endpoint",
    "auth0, origin, https://example.com/path, origins"
  })
  void aValueKeepsToItsPlace(String id, String place, String value, String field) {
    ProviderTemplate template = ProviderTemplate.find(id).orElseThrow();
    Map<String, String> values = new HashMap<>(values(template));
    values.put(place, value);

    List<FieldProblem> problems = problems(template.fill(values));

    assertThat(problems)
        .filteredOn(problem -> problem.key().equals(field))
        .singleElement()
        .returns("placeholder_invalid", FieldProblem::code);
    assertThat(problems.toString()).doesNotContain("evil");
  }

  @Test
  void hasNoOther() {
    assertThat(ProviderTemplate.find("../okta")).isEmpty();
  }
}
