package io.calloutauth.example.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {

  private static final String GRAPH =
      """
      digraph "x:own:jar:1" {
        "x:own:jar:1" -> "a:one:jar:1.0:compile" ;
        "x:own:jar:1" -> "b:two:jar:2.0:compile (version managed from 1.9)" ;
        "a:one:jar:1.0:compile" -> "(c:three:jar:3.0:compile - omitted for conflict with 3.1)" ;
        "b:two:jar:2.0:compile (version managed from 1.9)" -> "c:three:jar:3.1:runtime" ;
      }
      """;

  @TempDir private Path folder;

  @Test
  void followsWhatWasOmittedBecauseItIsElsewhere() throws IOException {
    Libraries libraries = read();

    assertThat(libraries.reached(List.of("a:one"))).containsExactly("a:one", "c:three");
    assertThat(libraries.version("c:three")).isEqualTo("3.1");
  }

  @Test
  void takesAFolderForTheJarThatItWouldBe() throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Files.writeString(classes.resolve("A.class"), "a".repeat(10_000));

    assertThat(Libraries.size(classes)).isBetween(100L, 1_000L);
    assertThat(Libraries.size(classes.resolve("A.class"))).isEqualTo(10_000);
  }

  private Libraries read() throws IOException {
    return Libraries.read(Files.writeString(folder.resolve("graph.dot"), GRAPH));
  }
}
