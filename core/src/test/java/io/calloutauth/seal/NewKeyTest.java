package io.calloutauth.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewKeyTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T20:00:00Z"), ZoneOffset.UTC);
  private static final SealContext CONTEXT = new SealContext("acme", "p1", "client_secret", "d");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void isOf256RandomBitsAndNamedAfterTheDay() {
    String one = made();
    String other = made();

    assertThat(SealingKeys.parse(one).keyIds())
        .singleElement()
        .asString()
        .matches("2026-11-23-[0-9a-f]{8}");
    SealedText sealed = SealingKeys.parse(one).seal(CONTEXT, "value");
    assertThat(SealingKeys.parse(one).open(CONTEXT, sealed.text()).plainText()).isEqualTo("value");
    assertThat(one).isNotEqualTo(other);
    assertThat(made("--kid", "k1")).isNotEqualTo(made("--kid", "k1"));
    assertThat(SealingKeys.parse(made("--kid", "k1")).keyIds()).containsExactly("k1");
  }

  @Test
  void rotatesInTwoPhasesThroughWhichEveryNodeOpensWhatAnyOtherSeals() throws IOException {
    Path before = file(made("--kid", "old"));
    Path first = file(made("--add", before.toString(), "--kid", "new"));
    Path second = file(made("--promote", first.toString()));

    assertThat(SealingKeys.fromFile(first).keyIds()).containsExactly("old", "new");
    assertThat(SealingKeys.fromFile(second).keyIds()).containsExactly("new", "old");
    for (List<Path> nodes : List.of(List.of(before, first), List.of(first, second))) {
      for (Path sealing : nodes) {
        String sealed = SealingKeys.fromFile(sealing).seal(CONTEXT, "value").text();
        for (Path opening : nodes) {
          assertThat(SealingKeys.fromFile(opening).open(CONTEXT, sealed).plainText())
              .isEqualTo("value");
        }
      }
    }
  }

  @Test
  void leavesTheOtherKeysAsTheyStand() throws IOException {
    String key = KeySets.of("a").replace("\"kty\"", "\"alg\":\"A256KW\",\"kty\"");
    Path file = file(key);

    assertThat(made("--add", file.toString()))
        .contains("\"alg\":\"A256KW\"", KeySets.bits("a").toString());
    assertThat(Files.readString(file)).isEqualTo(key);
  }

  @Test
  void goesToANewFileThatOnlyItsOwnerMayRead() throws IOException {
    Path file = folder.resolve("keys.json");

    assertThat(made("--out", file.toString())).isEmpty();
    String written = Files.readString(file);
    assertThat(SealingKeys.parse(written).keyIds()).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    assertThat(refused("--out", file.toString())).contains("is there already");
    assertThat(refused("--out", folder.resolve("none/keys.json").toString()))
        .contains("cannot be written");
    assertThat(Files.readString(file)).isEqualTo(written);
  }

  @Test
  void warnsOfAFileThatOthersReach() throws IOException {
    Path file = file(KeySets.of("a"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    SealingKeys.parse(made("--add", file.toString()));

    assertThat(err.toString(UTF_8)).contains("Warning", "chmod 600").doesNotContain("\"k\"");
  }

  @Test
  void isRefusedWithAReason() throws IOException {
    String file = file(KeySets.of("a")).toString();
    String broken =
        file("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"c2hvcnQ\"}]}").toString();

    assertThat(refused("--add", file, "--kid", "a")).contains("has a key 'a' already");
    assertThat(refused("--kid", "a b")).contains("visible ASCII");
    assertThat(refused("--add", folder.resolve("none").toString())).contains("There is no file");
    assertThat(refused("--promote", broken)).contains("256 bits").doesNotContain("c2hvcnQ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys.json",
        "--add",
        "--add --promote",
        "--add a --add b",
        "--promote a --kid b",
        "--promote a --add b",
        "--help me"
      })
  void isNotMadeOfArgumentsThatMeanNothing(String arguments) {
    assertThat(refused(arguments.split(" ", -1))).startsWith("usage:");
  }

  @Test
  void printsNothingButTheKeys() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                NewKey.class.getName())
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(SealingKeys.parse(printed).keyIds()).hasSize(1);
    assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    assertThat(process.waitFor()).isZero();
    assertThat(printed).startsWith("{\"keys\":[").endsWith("]}\n");
  }

  private String made(String... arguments) {
    out.reset();
    assertThat(run(arguments)).isTrue();
    return out.toString(UTF_8);
  }

  private String refused(String... arguments) {
    out.reset();
    err.reset();
    assertThat(run(arguments)).isFalse();
    assertThat(out.size()).isZero();
    return err.toString(UTF_8);
  }

  private boolean run(String... arguments) {
    return NewKey.run(
        List.of(arguments),
        CLOCK,
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  private Path file(String text) throws IOException {
    Path file = Files.createTempFile(folder, "keys", ".json");
    return Files.writeString(file, text);
  }
}
