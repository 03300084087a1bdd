package io.calloutauth.jdbc.spring;

import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.JdbcStoreBuilder;
import io.calloutauth.spring.boot.CalloutAuthPropertyException;
import io.calloutauth.store.StoreException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** Makes the store, and its tables, that the properties {@code callout-auth.jdbc.*} ask for. */
final class ConfiguredStore {

  private static final String CREATE_SCHEMA = JdbcStoreProperties.PREFIX + ".create-schema";
  private static final String FLYWAY = JdbcStoreProperties.PREFIX + ".flyway";

  private ConfiguredStore() {}

  /**
   * Returns a builder of a store that joins Spring's transactions over a data source.
   *
   * @throws CalloutAuthPropertyException when a name has other characters than allowed
   */
  static JdbcStoreBuilder builder(
      DataSource host, EnginePool enginePool, JdbcStoreProperties properties) {
    JdbcStoreBuilder builder =
        JdbcStore.builder(new TransactionAwareDataSourceProxy(host))
            .hostTransaction(TransactionSynchronizationManager::isActualTransactionActive)
            .engineDataSource(enginePool.dataSource() == null ? host : enginePool.dataSource());
    try {
      if (properties.schema() != null) {
        builder.schema(properties.schema());
      }
      if (properties.tablePrefix() != null) {
        builder.tablePrefix(properties.tablePrefix());
      }
    } catch (IllegalArgumentException refused) {
      throw refused(refused);
    }
    return builder;
  }

  /**
   * Returns the store when its tables are there.
   *
   * @throws CalloutAuthPropertyException when they are not, and no property says who makes them
   */
  static JdbcStore withTables(
      DataSource host, JdbcStoreBuilder builder, JdbcStoreProperties properties) {
    if (properties.flyway()) {
      refuseUnlessFlywayAlone(properties);
      ScriptMigration.run(host, builder, properties);
    }
    JdbcStore store = built(builder);
    if (properties.createSchema()) {
      store.createSchema();
    } else if (properties.flyway()) {
      store.check();
    } else {
      refuseMissingTables(store);
    }
    return store;
  }

  private static void refuseUnlessFlywayAlone(JdbcStoreProperties properties) {
    if (properties.createSchema()) {
      throw new CalloutAuthPropertyException(FLYWAY, "set it or " + CREATE_SCHEMA + ", not both");
    }
    if (!ClassUtils.isPresent("org.flywaydb.core.Flyway", ConfiguredStore.class.getClassLoader())) {
      throw new CalloutAuthPropertyException(FLYWAY, "Flyway is not on the class path");
    }
  }

  private static JdbcStore built(JdbcStoreBuilder builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException refused) {
      throw refused(refused);
    }
  }

  private static CalloutAuthPropertyException refused(IllegalArgumentException why) {
    return new CalloutAuthPropertyException(
        JdbcStoreProperties.PREFIX, String.valueOf(why.getMessage()));
  }

  private static void refuseMissingTables(JdbcStore store) {
    try {
      store.check();
    } catch (StoreException unusable) {
      if (unusable.reason() == StoreException.Reason.SCHEMA) {
        throw new CalloutAuthPropertyException(
            CREATE_SCHEMA,
            "set it to true, or "
                + FLYWAY
                + " where Flyway runs scripts: "
                + unusable.getMessage());
      }
      throw unusable;
    }
  }
}
