package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A native image of a host has the scripts that make the tables. */
class NativeResourcesTest {

  private static final String CONFIG =
      "/META-INF/native-image/io.calloutauth/callout-auth-store-jdbc/resource-config.json";

  @ParameterizedTest
  @ValueSource(strings = {"h2", "mariadb", "postgresql"})
  void theScriptsOfEachDatabaseAreListed(String database) throws Exception {
    String script = "io/calloutauth/jdbc/" + database + "/V1__callout_auth.sql";

    assertThat(NativeResourcesTest.class.getResource("/" + script)).isNotNull();
    assertThat(script).matches(pattern());
  }

  private static Pattern pattern() throws Exception {
    try (InputStream in = NativeResourcesTest.class.getResourceAsStream(CONFIG)) {
      String text =
          new String(Objects.requireNonNull(in, CONFIG).readAllBytes(), StandardCharsets.UTF_8);
      JsonValue includes =
          JsonReader.readObject(text)
              .member("resources")
              .flatMap(resources -> resources.member("includes"))
              .orElseThrow();
      return Pattern.compile(includes.elements().get(0).text("pattern").orElseThrow());
    }
  }
}
