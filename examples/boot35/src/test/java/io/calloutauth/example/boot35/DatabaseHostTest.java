package io.calloutauth.example.boot35;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.CalloutAuth;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Store;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The store in the host's own database, on what Spring Boot 3.5 brings. */
class DatabaseHostTest {

  private static ProviderSettings named(String name) {
    return ProviderSettings.clientCredentials()
        .name(name)
        .tokenEndpoint("https://login.example.com/token")
        .clientId("billing")
        .clientSecret("s3cret")
        .origin("https://api.example.com")
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"create-schema", "flyway"})
  void whatIsSavedCommitsAndRollsBackWithTheHostsTransaction(String tables) {
    String made = "callout-auth.jdbc." + tables + "=true";
    String pool = "callout-auth.jdbc.engine-pool-size=3";
    try (ConfigurableApplicationContext host = DatabaseHostApplication.start(tables, made, pool)) {
      assertThat(host.getBean(Store.class)).isInstanceOf(JdbcStore.class);
      CalloutAuth auth = host.getBean(CalloutAuth.class);
      TransactionTemplate transaction =
          new TransactionTemplate(host.getBean(PlatformTransactionManager.class));
      transaction.executeWithoutResult(
          status -> {
            auth.providers().create(named("Rolled back"));
            status.setRollbackOnly();
          });
      transaction.executeWithoutResult(status -> auth.providers().create(named("Committed")));
    }
    try (ConfigurableApplicationContext next = DatabaseHostApplication.start(tables, made, pool)) {
      CalloutAuth auth = next.getBean(CalloutAuth.class);
      assertThat(auth.providers().findByName("Rolled back")).isEmpty();
      assertThat(auth.providers().findByName("Committed")).isPresent();
    }
  }

  @Test
  void flywayKeepsItsScriptsOutOfTheHostsHistory() {
    try (ConfigurableApplicationContext host =
        DatabaseHostApplication.start("scripts", "callout-auth.jdbc.flyway=true")) {
      JdbcTemplate rows = host.getBean(JdbcTemplate.class);
      List<String> own =
          rows.queryForList("SELECT \"script\" FROM \"flyway_schema_history\"", String.class);
      assertThat(own).doesNotContain("V1__callout_auth.sql");
    }
  }

  @Test
  void runsOnTheVersionsThatItSays() {
    assertThat(jar(HikariDataSource.class)).endsWith("/HikariCP-6.3.3.jar");
    assertThat(jar(Flyway.class)).endsWith("/flyway-core-11.7.2.jar");
    assertThat(jar(org.h2.Driver.class)).endsWith("/h2-2.3.232.jar");
    assertThat(jar(JdbcTemplate.class)).endsWith("/spring-jdbc-6.2.12.jar");
    try (ConfigurableApplicationContext host =
        DatabaseHostApplication.start("versions", "callout-auth.jdbc.create-schema=true")) {
      assertThat(host.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
    }
  }

  private static String jar(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
