package io.calloutauth.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Where a host keeps its keys. */
class KeySourcesTest {

  private static final String SHORT = "c2hvcnQ";

  @TempDir private Path folder;

  @Test
  void areAFileThatIsForItsOwnerOnly() throws IOException {
    Path file = file(KeySets.of("new", "old"), "rw-r-----");

    assertThat(warnings(() -> assertThat(read(file)).containsExactly("new", "old"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-----w-"})
  void areWarnedOfWhenOthersReachTheFile(String permissions) throws IOException {
    Path file = file(KeySets.of("a"), permissions);

    assertThat(warnings(() -> assertThat(read(file)).containsExactly("a")))
        .singleElement()
        .asString()
        .contains(file.toString(), "chmod 600")
        .doesNotContain(KeySets.bits("a").toString());
  }

  @Test
  void saysWhichFileIsNotThere() {
    Path file = folder.resolve("keys.json");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.fromFile(file))
        .withMessage(
            "There is no file of sealing keys " + file + " (io.calloutauth.seal.NewKey makes one)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.fromFile(folder))
        .withMessageContaining(folder + " is unreadable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json|Not a JWK set",
        "''|Not a JWK set",
        "[]|Not a JWK set",
        "{\"keys\":[]}|empty",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + SHORT + "\"}]}|no usable 'kid'",
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\",\"n\":\"AQAB\"}]}|is not symmetric",
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + SHORT + "\"}]}|256 bits"
      })
  void sayWhatIsWrongAndWhere(String text, String expected) throws IOException {
    Path file = file(text, "rw-------");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.fromFile(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(expected)
        .withMessageNotContaining(SHORT)
        .withNoCause();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.fromEnvironment("KEYS", Map.of("KEYS", text + " ")))
        .withMessageContaining("KEYS")
        .withMessageNotContaining(SHORT);
  }

  @Test
  void nameAKeyThatIsThereTwice() throws IOException {
    Path file = file(KeySets.of("a", "b", "a"), "rw-------");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.fromFile(file))
        .withMessageContaining("repeats the kid 'a'");
  }

  @Test
  void areTextOfABearableSize() throws IOException {
    Path large = file(" ".repeat(1024 * 1024) + KeySets.of("a"), "rw-------");
    Path binary = folder.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0xC3, 0x28});

    for (Path file : List.of(large, binary)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SealingKeys.fromFile(file))
          .withMessageContaining("no UTF-8 text of 1 MiB");
    }
  }

  @Test
  void areAnEnvironmentVariable() {
    Map<String, String> environment = Map.of("KEYS", KeySets.of("a", "b"), "BLANK", " ");

    assertThat(SealingKeys.fromEnvironment("KEYS", environment).keyIds()).containsExactly("a", "b");
    for (String missing : new String[] {"BLANK", "NONE"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SealingKeys.fromEnvironment(missing, environment))
          .withMessage("The environment variable " + missing + " of the sealing keys is not set");
    }
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> SealingKeys.fromEnvironment("CALLOUT_AUTH_NOT_SET"))
        .withMessageContaining("CALLOUT_AUTH_NOT_SET");
  }

  @Test
  void aSetInPlaceOfThePathOfItsFileIsRefusedWithoutShowingItsKey() {
    String set = KeySets.of("a");

    for (String path : List.of(set, "\n " + set)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SealingKeys.fromFile(Path.of(path)))
          .withMessageContaining("JWK set")
          .withMessageNotContaining(KeySets.bits("a").toString())
          .withNoCause();
    }
  }

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.createTempFile(folder, "keys", ".json");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static List<String> read(Path file) {
    return SealingKeys.fromFile(file).keyIds();
  }

  private static List<String> warnings(Runnable use) {
    Logger log = (Logger) LoggerFactory.getLogger(SealingKeys.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    log.addAppender(appender);
    log.setLevel(Level.WARN);
    log.setAdditive(false);
    try {
      use.run();
    } finally {
      log.setAdditive(true);
      log.setLevel(null);
      log.detachAppender(appender);
    }
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
