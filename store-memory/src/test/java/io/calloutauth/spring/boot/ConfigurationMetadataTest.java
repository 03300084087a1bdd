package io.calloutauth.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calloutauth.CalloutAuth;
import io.calloutauth.oauth.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What an editor completes is what is bound: names, types and defaults. */
class ConfigurationMetadataTest {

  private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

  @Test
  void everyPropertyThatIsBoundIsDescribedWithItsType() throws Exception {
    Map<String, String> bound = new TreeMap<>();
    Class<?> root = CalloutAuthProperties.class;
    collect(root.getAnnotation(ConfigurationProperties.class).value(), root, bound);

    Map<String, String> described = new TreeMap<>();
    for (JsonNode property : properties()) {
      String name = property.get("name").asText();
      assertThat(property.get("description").asText()).as(name).endsWith(".");
      if (name.startsWith("callout-auth.")) {
        described.put(name, property.get("type").asText());
      }
    }

    assertThat(described).isEqualTo(bound).hasSizeGreaterThan(15);
  }

  /**
   * Adds the parameters of the constructor that Spring Boot binds, and of those that it leads to.
   */
  private static void collect(String prefix, Class<?> type, Map<String, String> names) {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    for (Parameter parameter : constructor.getParameters()) {
      String name = prefix + "." + dashed(parameter.getName());
      Class<?> value = parameter.getType();
      if (value.getName().startsWith("io.calloutauth.spring.")) {
        collect(name, value, names);
      } else {
        names.put(name, typeOf(parameter));
      }
    }
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
  }

  private static String typeOf(Parameter parameter) {
    String type = parameter.getParameterizedType().getTypeName().replace(", ", ",");
    return switch (type) {
      case "boolean" -> Boolean.class.getName();
      case "int" -> Integer.class.getName();
      default -> type.equals(Secret.class.getName()) ? String.class.getName() : type;
    };
  }

  /** The builder's own defaults are the ones that hold; a default that it refuses is none. */
  @Test
  void theHostStartsWithEveryDefaultThatIsDescribed() throws Exception {
    String[] defaults =
        properties().findParents("defaultValue").stream()
            .map(
                property ->
                    property.get("name").asText() + "=" + property.get("defaultValue").asText())
            .toArray(String[]::new);

    assertThat(defaults).hasSizeGreaterThan(5);
    BootHost.inMemory()
        .withPropertyValues(defaults)
        .run(context -> assertThat(context).hasSingleBean(CalloutAuth.class));
  }

  private static JsonNode properties() throws IOException {
    try (InputStream file = CalloutAuthProperties.class.getResourceAsStream(METADATA)) {
      return new ObjectMapper().readTree(file).get("properties");
    }
  }
}
