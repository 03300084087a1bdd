package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is written after a host's commit, on a pool whose connections do not commit by themselves.
 */
class AfterCommitTest {

  @ParameterizedTest
  @EnumSource
  void isStoredInANewTransactionAsTheReadmeSays(TestDatabase database) {
    ProviderKey key = provider(database.emptyStore(), "CRM");
    try (HikariDataSource pool = withoutAutoCommit(database)) {
      DataSourceTransactionManager manager = new DataSourceTransactionManager(pool);
      TransactionTemplate outer = new TransactionTemplate(manager);
      TransactionTemplate anew = new TransactionTemplate(manager);
      anew.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
      Store store =
          JdbcStore.builder(new TransactionAwareDataSourceProxy(pool))
              .hostTransaction(TransactionSynchronizationManager::isActualTransactionActive)
              .build();

      outer.executeWithoutResult(
          status ->
              TransactionSynchronizationManager.registerSynchronization(
                  new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                      anew.executeWithoutResult(inner -> store.bindings().bind(key, "n1"));
                    }
                  }));

      assertThat(store.bindings().find("acme", "n1")).isPresent();
    }
  }

  @Test
  void theReadmeSaysSo() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("`afterCommit`", "`PROPAGATION_REQUIRES_NEW`");
  }

  private static HikariDataSource withoutAutoCommit(TestDatabase database) {
    HikariConfig config = database.config(4);
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }
}
