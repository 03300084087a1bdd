package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.seal.SealingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of a database is what this compiles and runs. */
@NullMarked
class ReadmeDatabaseTest {

  private static final Path HERE =
      Path.of("src", "test", "java", "io", "calloutauth", "ReadmeDatabaseTest.java");
  private static final String KEY =
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"2025-11\",\"k\":\"" + "A".repeat(43) + "\"}]}";

  @Test
  void worksAsShown(@TempDir Path folder) throws IOException {
    TestDatabase.H2_MEMORY.emptyStore();
    Path keyFile = Files.writeString(folder.resolve("keys.json"), KEY);
    try (HikariDataSource dataSource = TestDatabase.H2_MEMORY.newPool(4);
        HikariDataSource enginePool = TestDatabase.H2_MEMORY.newPool(4)) {
      // tag::readme
      JdbcStore store = JdbcStore.builder(dataSource).engineDataSource(enginePool).build();
      store.createSchema();
      SealingKeys keys = SealingKeys.fromFile(keyFile);
      CalloutAuth auth = CalloutAuth.builder(store).cipher(keys).build();
      // end::readme
      // tag::rotation
      ResealReport report = auth.sealing().reseal().join();
      if (!report.needs("2025-11")) {
        System.out.println("The key 2025-11 can be dropped: " + report);
      }
      // end::rotation
      assertThat(report.uses()).isEmpty();
      auth.close();
    }
  }

  @Test
  void isShownAsItWorks() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String section = readme.split("\n## Many nodes, one database\n", 2)[1].split("\n## ", 2)[0];
    List<String> shown =
        Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL)
            .matcher(section)
            .results()
            .map(block -> block.group(1))
            .toList();

    assertThat(shown).containsExactly(region("readme"), region("rotation"));
  }

  private static String region(String tag) throws IOException {
    String marked = "// tag::" + tag + "\n(.*?)\\s*// end::" + tag;
    return Pattern.compile(marked, Pattern.DOTALL)
        .matcher(Files.readString(HERE))
        .results()
        .map(region -> region.group(1).stripIndent())
        .findFirst()
        .orElseThrow();
  }
}
