package io.calloutauth.jdbc.spring;

import io.calloutauth.jdbc.JdbcStoreBuilder;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Runs the store's scripts with Flyway, in a history table beside the host's: both have a V1.
 * Apart, because Flyway may be absent, and no bean: Spring Boot would leave out its own.
 */
final class ScriptMigration {

  private ScriptMigration() {}

  /** Brings the tables to this release's version. Any number of nodes may do so at one moment. */
  static void run(DataSource database, JdbcStoreBuilder store, JdbcStoreProperties properties) {
    String prefix =
        properties.tablePrefix() == null
            ? JdbcStoreBuilder.DEFAULT_TABLE_PREFIX
            : properties.tablePrefix();
    FluentConfiguration flyway =
        Flyway.configure(ScriptMigration.class.getClassLoader())
            .dataSource(database)
            .locations("classpath:" + store.scripts())
            .table(prefix + "history")
            .placeholders(Map.of("prefix", prefix))
            .baselineOnMigrate(true)
            .baselineVersion("0"); // beside tables that are there already, the first is run too
    if (properties.schema() != null) {
      flyway.defaultSchema(properties.schema());
    }
    flyway.load().migrate();
  }
}
