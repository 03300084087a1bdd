package io.calloutauth.example.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.seal.SealingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's key outlives its process. */
class DemoKeysTest {

  @TempDir private Path folder;

  @Test
  void opensAfterARestartWhatItSealedBefore() throws IOException {
    Path file = folder.resolve("new").resolve("keys.json");
    SealingKeys first = DemoKeys.in(file);
    String made = Files.readString(file);
    assertThat(DemoKeys.in(file).keyIds()).isEqualTo(first.keyIds()).containsExactly("demo");
    assertThat(Files.readString(file)).isEqualTo(made);
  }

  @Test
  void makesAnotherKeyForAnotherFile() throws IOException {
    DemoKeys.in(folder.resolve("a"));
    DemoKeys.in(folder.resolve("b"));
    assertThat(Files.readString(folder.resolve("a")))
        .isNotEqualTo(Files.readString(folder.resolve("b")));
  }
}
