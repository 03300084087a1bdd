package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.Sealing.ResealReport;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.seal.SealingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README of this module shows; {@code ReadmeTest} compares both. */
@NullMarked
class ReadmeDatabaseTest {

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
  void flywayRunsTheScriptsWithAHistoryOfTheirOwn() {
    TestDatabase.H2_MEMORY.emptyStore();
    TestDatabase.H2_MEMORY.execute("CREATE TABLE IF NOT EXISTS host_row (text varchar(100))");
    try (HikariDataSource dataSource = TestDatabase.H2_MEMORY.newPool(4)) {
      // tag::flyway
      Flyway.configure()
          .dataSource(dataSource)
          .locations("classpath:io/calloutauth/jdbc/h2") // or postgresql, or mariadb
          .table("callout_auth_history") // not the one of your own scripts
          .placeholders(Map.of("prefix", "callout_auth_"))
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
      // end::flyway

      assertThatCode(() -> JdbcStore.create(dataSource).check()).doesNotThrowAnyException();
    } finally {
      TestDatabase.H2_MEMORY.execute("DROP TABLE IF EXISTS \"callout_auth_history\"");
    }
  }
}
