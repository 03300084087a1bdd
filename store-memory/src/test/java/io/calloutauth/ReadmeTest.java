package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.testkit.Papers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the READMEs show is what the tests compile and run, and what they name is there. */
class ReadmeTest {

  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Path TESTS = TOP.resolve("store-memory/src/test/java/io/calloutauth");
  private static final List<Path> SOURCES =
      List.of(
          TESTS.resolve("ReadmeExampleTest.java"),
          TESTS.resolve("ReadmeHostTest.java"),
          TESTS.resolve("HostTestKitTest.java"),
          TESTS.resolve("adapter/ReadmeAdaptersTest.java"),
          TOP.resolve("store-jdbc/src/test/java/io/calloutauth/ReadmeDatabaseTest.java"),
          TOP.resolve("examples/boot/src/main/java/io/calloutauth/example/boot/InvoicePosted.java"),
          TOP.resolve(
              "examples/console/src/main/java/io/calloutauth/example/console/Embedding.java"));

  static Stream<Path> papers() throws IOException {
    return Papers.below(TOP).stream();
  }

  @Test
  void everyModuleHasAReadme() throws IOException {
    List<Path> modules = Papers.modules(TOP);

    assertThat(modules).hasSizeGreaterThan(8);
    assertThat(modules).allSatisfy(module -> assertThat(module.resolve("README.md")).exists());
  }

  @ParameterizedTest
  @MethodSource("papers")
  void everyBlockOfJavaIsCompiled(Path paper) throws IOException {
    assertThat(Papers.regions(SOURCES)).containsAll(Papers.blocks(paper));
  }

  @Test
  void everyRegionIsShown() throws IOException {
    List<String> shown = papers().flatMap(paper -> blocks(paper).stream()).toList();

    assertThat(shown).containsAll(Papers.regions(SOURCES));
  }

  @ParameterizedTest
  @MethodSource("papers")
  void everyLinkLeadsSomewhere(Path paper) throws IOException {
    assertThat(Papers.deadLinks(paper)).isEmpty();
  }

  @Test
  void theFirstPageIsShort() throws IOException {
    assertThat(Files.size(TOP.resolve("README.md"))).isLessThanOrEqualTo(14 * 1024);
  }

  /** What a stranger has to read, and what a change may touch. */
  @ParameterizedTest
  @CsvSource({
    "A fresh token's header, 9",
    "A miss, 11",
    "A setting, 6",
    "A client authentication, 4",
    "A grant, 8",
    "A database, 8",
    "An adapter, 8"
  })
  void aListOfFilesIsShort(String heading, int most) throws IOException {
    assertThat(Papers.listedLinks(TOP.resolve("core/README.md"), heading))
        .hasSizeBetween(3, most)
        .doesNotHaveDuplicates();
  }

  @Test
  void theExampleHasFifteenLinesOfCodeAtMost() throws IOException {
    List<String> example = Papers.regions(List.of(TESTS.resolve("ReadmeExampleTest.java")));

    assertThat(example).hasSize(1);
    assertThat(lines(example.get(0))).isLessThanOrEqualTo(15);
  }

  @Test
  void theVersionIsTheOneThatIsBuilt() throws IOException {
    String version =
        Files.readString(TOP.resolve("pom.xml"))
            .split("<artifactId>callout-auth</artifactId>", 2)[1]
            .split("<version>", 2)[1]
            .split("</version>", 2)[0];

    assertThat(Files.readString(TOP.resolve("README.md")).split("<version>" + version, -1))
        .hasSize(3);
  }

  private static List<String> blocks(Path paper) {
    try {
      return Papers.blocks(paper);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(String code) {
    return code.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("//")).count();
  }
}
