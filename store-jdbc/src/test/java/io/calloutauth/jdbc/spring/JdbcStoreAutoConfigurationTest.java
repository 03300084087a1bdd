package io.calloutauth.jdbc.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.CalloutAuth;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.spring.boot.CalloutAuthPropertyException;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A store over the host's database, made by properties. */
@Tag("spring")
class JdbcStoreAutoConfigurationTest {

  private final BootDatabase database = new BootDatabase();

  private static ProviderSettings crm() {
    return ProviderSettings.clientCredentials()
        .name("CRM")
        .tokenEndpoint("https://login.example.com/token")
        .clientId("billing")
        .clientSecret("s3cret")
        .origin("https://api.example.com")
        .build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsSavedCommitsAndRollsBackWithTheHostsTransaction(boolean autoCommit) {
    BootDatabase.withoutDataSource()
        .withBean("dataSource", DataSource.class, () -> database.pool(autoCommit))
        .withPropertyValues("callout-auth.jdbc.create-schema=true")
        .run(
            context -> {
              DataSource pool = context.getBean(DataSource.class);
              CalloutAuth auth = context.getBean(CalloutAuth.class);
              TransactionTemplate transaction =
                  new TransactionTemplate(new DataSourceTransactionManager(pool));

              transaction.executeWithoutResult(
                  status -> {
                    auth.providers().create(crm());
                    status.setRollbackOnly();
                  });
              assertThat(auth.providers().findByName("CRM")).isEmpty();

              transaction.executeWithoutResult(status -> auth.providers().create(crm()));
              assertThat(auth.providers().findByName("CRM")).isPresent();
            });
    // What is saved outside of a transaction, and what one committed, is there for the next node.
    database
        .host()
        .run(
            context ->
                assertThat(context.getBean(CalloutAuth.class).providers().findByName("CRM"))
                    .isPresent());
  }

  @Test
  void whatIsSavedOutsideOfATransactionIsCommittedAlsoWherePoolsDoNot() {
    BootDatabase.withoutDataSource()
        .withBean("dataSource", DataSource.class, () -> database.pool(false))
        .withPropertyValues("callout-auth.jdbc.create-schema=true")
        .run(context -> context.getBean(CalloutAuth.class).providers().create(crm()));
    database
        .host()
        .run(
            context ->
                assertThat(context.getBean(CalloutAuth.class).providers().findByName("CRM"))
                    .isPresent());
  }

  @Test
  void withoutTablesThePropertyThatMakesThemIsNamed() {
    database
        .host()
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(CalloutAuthPropertyException.class)
                    .hasMessageContaining("callout-auth.jdbc.create-schema")
                    .hasMessageContaining("callout-auth.jdbc.flyway"));
  }

  @Test
  void flywayRunsTheScriptsBesideTheHostsAndNotInItsHistory() throws SQLException {
    try (HikariDataSource pool = database.pool(true)) {
      JdbcTemplate rows = new JdbcTemplate(pool);
      rows.execute("CREATE TABLE host_row (text varchar(100) NOT NULL)");
      Flyway.configure().dataSource(pool).baselineOnMigrate(true).load().migrate();
      for (int start = 0; start < 2; start++) {
        database
            .host()
            .withPropertyValues(
                "callout-auth.jdbc.flyway=true", "callout-auth.jdbc.table-prefix=my_")
            .run(context -> assertThat(context).hasSingleBean(CalloutAuth.class));
      }

      assertThat(scripts(rows, "\"flyway_schema_history\"")).doesNotContain("V1__callout_auth.sql");
      assertThat(scripts(rows, "\"my_history\"")).containsOnlyOnce("V1__callout_auth.sql");
      assertThat(rows.queryForObject("SELECT count(*) FROM my_meta", Integer.class)).isOne();
    }
  }

  private static List<String> scripts(JdbcTemplate rows, String history) {
    return rows.queryForList("SELECT \"script\" FROM " + history, String.class);
  }

  @Test
  void theEngineHasAPoolOfItsOwnWhereASizeIsSaidAndClosesIt() {
    List<HikariDataSource> opened = new ArrayList<>();
    database
        .host()
        .withPropertyValues(
            "callout-auth.jdbc.create-schema=true", "callout-auth.jdbc.engine-pool-size=3")
        .run(
            context -> {
              DataSource own = context.getBean(EnginePool.class).dataSource();
              HikariDataSource pool = (HikariDataSource) Objects.requireNonNull(own);
              opened.add(pool);
              assertThat(context).hasSingleBean(DataSource.class);
              assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
              assertThat(pool.getConnectionTimeout()).isEqualTo(2_000);
              assertThat(context.getBean(CalloutAuth.class).providers().list(10).items()).isEmpty();
              assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isPositive();
              assertThat(context.getBeanFactory().getDependentBeans("calloutAuthEnginePool"))
                  .containsExactly("calloutAuthStore");
            });

    assertThat(opened).singleElement().matches(HikariDataSource::isClosed);
  }

  @Test
  void anEnginePoolNeedsAPoolToCopy() {
    JdbcDataSource none = new JdbcDataSource();
    none.setURL(database.url);
    refused(
        BootDatabase.withoutDataSource().withBean("dataSource", DataSource.class, () -> none),
        "callout-auth.jdbc.engine-pool-size",
        "callout-auth.jdbc.engine-pool-size=3");
    refused(
        database.host(),
        "callout-auth.jdbc.engine-pool-size",
        "callout-auth.jdbc.engine-pool-size=0");
  }

  @Test
  void propertiesThatMakeNoSenseAreNamed() {
    refused(
        database.host(),
        "callout-auth.jdbc.flyway",
        "callout-auth.jdbc.flyway=true",
        "callout-auth.jdbc.create-schema=true");
    refused(database.host(), "callout-auth.jdbc", "callout-auth.jdbc.table-prefix=a b");
    refused(database.host(), "callout-auth.jdbc", "callout-auth.jdbc.schema=a b");
  }

  @Test
  void aPrefixThatIsRefusedLeavesTheDatabaseAsItWas() {
    refused(
        database.host(),
        "callout-auth.jdbc",
        "callout-auth.jdbc.flyway=true",
        "callout-auth.jdbc.table-prefix=a-b_");

    try (HikariDataSource pool = database.pool(true)) {
      assertThat(tables(new JdbcTemplate(pool))).isEmpty();
    }
  }

  private static List<String> tables(JdbcTemplate rows) {
    return rows.queryForList(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'",
        String.class);
  }

  /** Neither property makes up for a table that somebody dropped after Flyway ran. */
  @Test
  void whereFlywayRanNoOtherPropertyIsAdvised() {
    ApplicationContextRunner host =
        database.host().withPropertyValues("callout-auth.jdbc.flyway=true");
    host.run(context -> assertThat(context).hasNotFailed());
    try (HikariDataSource pool = database.pool(true)) {
      new JdbcTemplate(pool).execute("DROP TABLE callout_auth_claim");
    }

    host.run(
        context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("The tables are missing"));
  }

  private static void refused(ApplicationContextRunner host, String property, String... values) {
    host.withPropertyValues(values)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(CalloutAuthPropertyException.class)
                    .hasMessageStartingWith("The property " + property + " is refused"));
  }

  @Test
  void theHostsStoreStays() {
    try (HikariDataSource pool = database.pool(true)) {
      JdbcStore own = JdbcStore.create(pool);
      own.createSchema();
      database
          .host()
          .withBean("own", Store.class, () -> own)
          .run(
              context -> {
                assertThat(context).hasSingleBean(Store.class).doesNotHaveBean(EnginePool.class);
                assertThat(context.getBean(Store.class)).isSameAs(own);
              });
    }
  }

  @Test
  void withoutOneDataSourceThereIsNoStore() {
    BootDatabase.withoutDataSource()
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Store.class));
    database
        .host()
        .withBean("other", DataSource.class, () -> database.pool(true))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Store.class));
  }

  @Test
  void withoutHikariAndFlywayTheStoreWorksAllTheSame() {
    JdbcDataSource bare = new JdbcDataSource();
    bare.setURL(database.url);
    BootDatabase.withoutDataSource()
        .withClassLoader(new FilteredClassLoader("com.zaxxer.hikari", "org.flywaydb"))
        .withBean("dataSource", DataSource.class, () -> bare)
        .withPropertyValues("callout-auth.jdbc.create-schema=true")
        .run(context -> assertThat(context).hasSingleBean(CalloutAuth.class));
  }
}
