package io.calloutauth.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A host that manages its transactions with Spring, and has a table of its own. The store gets
 * Spring's proxy as its one data source, unless the test gives the engine another.
 */
final class SpringHost {

  private final TransactionTemplate transaction;
  private final TransactionAwareDataSourceProxy proxy;
  private final JdbcTemplate rows;

  SpringHost(HikariDataSource pool, String isolation) {
    transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
    transaction.setIsolationLevelName("ISOLATION_" + isolation.toUpperCase(Locale.ROOT));
    proxy = new TransactionAwareDataSourceProxy(pool);
    rows = new JdbcTemplate(pool);
  }

  /** Makes the host's table anew. */
  SpringHost withTable() {
    rows.execute("DROP TABLE IF EXISTS host_row");
    rows.execute("CREATE TABLE host_row (text varchar(100) NOT NULL)");
    return this;
  }

  TransactionAwareDataSourceProxy proxy() {
    return proxy;
  }

  /** Runs something in a transaction that commits unless it throws. */
  void commits(Runnable work) {
    transaction.executeWithoutResult(status -> work.run());
  }

  /** Runs something in a transaction that commits unless it throws, and returns its result. */
  <R> R returns(Supplier<R> work) {
    R result = transaction.execute(status -> work.get());
    if (result == null) {
      throw new AssertionError("The work of a transaction returned nothing");
    }
    return result;
  }

  /** Runs something in a transaction that is rolled back in the end. */
  void rollsBack(Runnable work) {
    transaction.executeWithoutResult(
        (TransactionStatus status) -> {
          work.run();
          status.setRollbackOnly();
        });
  }

  /** Adds a row of the host's own. */
  void addRow(String text) {
    rows.update("INSERT INTO host_row (text) VALUES (?)", text);
  }

  /** Returns how many rows of the host's own there are. */
  int rows() {
    Integer count = rows.queryForObject("SELECT count(*) FROM host_row", Integer.class);
    return count == null ? 0 : count;
  }
}
