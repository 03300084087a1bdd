package io.calloutauth.jdbc.spring;

import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.JdbcStoreBuilder;
import io.calloutauth.spring.boot.CalloutAuthAutoConfiguration;
import io.calloutauth.store.Store;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * Auto-configuration of a {@link JdbcStore} over the host's {@link DataSource}. What is saved in a
 * Spring transaction over that data source commits or rolls back with it. Where its pool's
 * connections do not commit by themselves, write only in transactions of this data source's
 * manager: in those of another manager what is saved is dropped. The tables are there already, or
 * {@code callout-auth.jdbc.create-schema} or {@code callout-auth.jdbc.flyway} makes them, after the
 * host's own scripts ran.
 *
 * <p>Backs off for a {@link Store} bean of the host's own, and where there are several data sources
 * and none is primary.
 */
@AutoConfiguration(
    before = CalloutAuthAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration", // Boot 4
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration" // Boot 3.5
    })
@ConditionalOnClass(TransactionAwareDataSourceProxy.class)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnMissingBean(Store.class)
@EnableConfigurationProperties(JdbcStoreProperties.class)
public final class JdbcStoreAutoConfiguration {

  /** Makes the configuration; Spring does. */
  public JdbcStoreAutoConfiguration() {}

  @Bean
  EnginePool calloutAuthEnginePool(DataSource dataSource, JdbcStoreProperties properties) {
    return EnginePool.of(dataSource, properties.enginePoolSize());
  }

  @Bean
  @DependsOnDatabaseInitialization
  JdbcStore calloutAuthStore(
      DataSource dataSource, EnginePool enginePool, JdbcStoreProperties properties) {
    JdbcStoreBuilder builder = ConfiguredStore.builder(dataSource, enginePool, properties);
    return ConfiguredStore.withTables(dataSource, builder, properties);
  }
}
