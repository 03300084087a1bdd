package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows is what the tests compile and run. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCES = Path.of("src", "test", "java", "io", "calloutauth");

  @Test
  void theExampleIsTheOneThatRuns() throws IOException {
    assertThat(blocksAfter("## In fifteen lines").get(0))
        .isEqualTo(region("ReadmeExampleTest.java", "readme"));
  }

  @Test
  void theExampleHasFifteenLinesOfCodeAtMost() throws IOException {
    assertThat(lines(region("ReadmeExampleTest.java", "readme"))).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ApacheRecipe", "OkHttpRecipe", "SpringRestClientRecipe"})
  void eachRecipeIsTheOneThatRuns(String recipe) throws IOException {
    String code = region("recipes/" + recipe + ".java", "recipe");

    assertThat(blocksAfter("## Any HTTP client")).contains(code);
    assertThat(lines(code)).isLessThanOrEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenants", "network", "listener", "async", "testing"})
  void whatAHostMayNeedIsWhatRuns(String tag) throws IOException {
    assertThat(blocksAfter("## In your application")).contains(region("ReadmeHostTest.java", tag));
  }

  private static long lines(String code) {
    return code.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("//")).count();
  }

  /** Returns the Java blocks between a heading and the next one of its level. */
  private static List<String> blocksAfter(String heading) throws IOException {
    String text = Files.readString(README);
    assertThat(text).contains("\n" + heading + "\n");
    String section = text.split("\n" + Pattern.quote(heading) + "\n", 2)[1].split("\n## ", 2)[0];
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(section)
        .results()
        .map(block -> withoutIndentation(block.group(1)))
        .toList();
  }

  /** Returns the regions of a file that are marked, one after the other. */
  private static String region(String file, String tag) throws IOException {
    String marked = "// tag::" + tag + "\n(.*?)\\s*// end::" + tag;
    return Pattern.compile(marked, Pattern.DOTALL)
        .matcher(Files.readString(SOURCES.resolve(file)))
        .results()
        .map(ReadmeTest::code)
        .collect(Collectors.joining("\n"));
  }

  private static String code(MatchResult region) {
    return withoutIndentation(region.group(1));
  }

  private static String withoutIndentation(String code) {
    return code.stripIndent().stripTrailing();
  }
}
