package io.calloutauth.jdbc.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/** What an editor completes is what is bound, and Spring Boot finds what binds it. */
@Tag("spring")
class JdbcMetadataTest {

  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final Pattern PROPERTY =
      Pattern.compile("\"name\": \"(\\S+)\",\\s+\"type\": \"(\\S+)\",\\s+\"description\"");

  @Test
  void everyPropertyThatIsBoundIsDescribedWithItsType() throws IOException {
    try (InputStream metadata = metadata()) {
      String text = new String(metadata.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(
              PROPERTY.matcher(text).results().map(found -> found.group(1) + " " + found.group(2)))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(JdbcStoreProperties.class.getRecordComponents())
                  .map(JdbcMetadataTest::described)
                  .toList());
    }
  }

  /** Core's jar has a file of the same name. */
  private static InputStream metadata() throws IOException {
    for (URL file :
        Collections.list(JdbcMetadataTest.class.getClassLoader().getResources(METADATA))) {
      if (file.getPath().contains("jdbc")) {
        return file.openStream();
      }
    }
    throw new AssertionError("the jar has no metadata");
  }

  private static String described(RecordComponent bound) {
    String name = bound.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    Class<?> type = bound.getType() == boolean.class ? Boolean.class : bound.getType();
    return JdbcStoreProperties.PREFIX + "." + name + " " + type.getName();
  }

  @Test
  void springBootFindsTheAutoConfiguration() {
    ClassLoader loader = Objects.requireNonNull(getClass().getClassLoader());

    assertThat(ImportCandidates.load(AutoConfiguration.class, loader))
        .contains(JdbcStoreAutoConfiguration.class.getName());
  }
}
