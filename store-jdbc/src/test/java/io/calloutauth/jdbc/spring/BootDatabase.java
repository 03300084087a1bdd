package io.calloutauth.jdbc.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.spring.boot.CalloutAuthAutoConfiguration;
import io.calloutauth.testkit.TestKeys;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A Spring Boot host with an H2 database of its own and HikariCP. */
final class BootDatabase {

  final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

  /** Returns a host that has sealing keys and no data source yet. */
  static ApplicationContextRunner withoutDataSource() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                CalloutAuthAutoConfiguration.class, JdbcStoreAutoConfiguration.class))
        .withBean(SecretCipher.class, () -> TestKeys.of("2026-11"));
  }

  /** Returns a host with a pool. */
  ApplicationContextRunner host() {
    return withoutDataSource().withBean("dataSource", DataSource.class, () -> pool(true));
  }

  /** Opens a pool that needs its password. */
  HikariDataSource pool(boolean autoCommit) {
    HikariConfig settings = new HikariConfig();
    settings.setJdbcUrl(url);
    settings.setUsername("host");
    settings.setPassword("s3cret");
    settings.setMaximumPoolSize(8);
    settings.setAutoCommit(autoCommit);
    return new HikariDataSource(settings);
  }
}
