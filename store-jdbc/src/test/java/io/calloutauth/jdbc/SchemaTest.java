package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.store.ContractRace;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class SchemaTest {

  private static final int CALLERS = 200;

  private static final String FINE = "00000";
  private static final String FULL = "53300";
  private static final String NOT_ALLOWED = "42501";

  @ParameterizedTest
  @EnumSource
  void isMadeOnceByManyNodesAtOnce(TestDatabase database) throws Exception {
    drop(database, "crowd_");
    JdbcStore[] nodes = {on(database, "crowd_"), on(database, "crowd_")};

    ContractRace.among(
        CALLERS,
        i -> {
          nodes[i % 2].createSchema();
          return i;
        });

    assertThat(database.count("SELECT count(*) FROM crowd_meta")).isEqualTo(1);
    ProviderKey key = provider(nodes[0], "CRM");
    assertThat(nodes[1].providers().find(key)).isPresent();
  }

  @Test
  void isTriedAgainAfterAPauseWhereTheDatabaseHasNoConnectionLeft() throws SQLException {
    TestDatabase database = TestDatabase.H2_MEMORY;
    drop(database, "tries_");
    List<Integer> pauses = new ArrayList<>();
    Refusing refusing = new Refusing(database.pool());
    Schema schema = schema(refusing, new TableNames(null, "tries_"), pauses::add);

    // Refused are the look, the script, and the look after it.
    refusing.refused.addAll(List.of(FULL, FINE, FULL, FINE, FINE, FULL));
    schema.create();

    assertThat(pauses).containsExactly(1, 2, 3);
    assertThat(database.count("SELECT count(*) FROM tries_meta")).isEqualTo(1);

    refusing.refused.addAll(Collections.nCopies(100, FULL));
    StoreException full = catchThrowableOfType(StoreException.class, schema::create);
    assertThat(full.retryable()).isTrue();
    assertThat(pauses).hasSize(3 + 7);
  }

  @Test
  void isNotTriedForLongWhereItCannotBeMade() throws SQLException {
    drop(TestDatabase.H2_MEMORY, "tries_");
    List<Integer> pauses = new ArrayList<>();
    Refusing refusing = new Refusing(TestDatabase.H2_MEMORY.pool());
    Schema schema = schema(refusing, new TableNames(null, "tries_"), pauses::add);

    refusing.refused.addAll(List.of(FINE, NOT_ALLOWED, FINE, NOT_ALLOWED));
    StoreException refused = catchThrowableOfType(StoreException.class, schema::create);

    assertThat(refused).hasMessageContaining("could not be made");
    assertThat(refused.retryable()).isFalse();
    assertThat(pauses).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void isFinishedWhenItWasLeftHalfMade(TestDatabase database) {
    drop(database, "half_");
    JdbcStore store = on(database, "half_");
    store.createSchema();
    database.execute("DELETE FROM half_meta", "DROP TABLE half_change", "DROP TABLE half_binding");

    store.createSchema();

    ProviderKey key = provider(store, "CRM");
    assertThat(store.bindings().bind(key, "n1")).isTrue();
  }

  @Test
  void isLookedForWithoutAFailureThatTheDatabaseWouldLog(@TempDir Path folder) throws Exception {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl("jdbc:h2:file:" + folder.resolve("fresh"));
      JdbcStore.create(pool).createSchema();
    }

    assertThat(folder.resolve("fresh.mv.db")).exists();
    assertThat(folder.resolve("fresh.trace.db")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatToDoWhereItIsMissing(TestDatabase database) {
    drop(database, "none_");
    JdbcStore store = on(database, "none_");
    ProviderKey key = newKey();

    for (Runnable use :
        new Runnable[] {
          () -> store.providers().create(key, content("CRM"), 10),
          () -> store.providers().find(key),
          () -> store.bindings().bind(key, "n1"),
          () -> store.tokens().find(key),
          () -> store.revocations().claim(Duration.ZERO, Set.of()),
          () -> store.changes().changesSince(null),
          () -> store.purge("acme")
        }) {
      StoreException missing = catchThrowableOfType(StoreException.class, use::run);
      assertThat(missing).hasMessageContaining("createSchema()");
      assertThat(missing.retryable()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhenItIsOfAnotherVersion(TestDatabase database) {
    drop(database, "next_");
    JdbcStore store = on(database, "next_");
    store.createSchema();
    database.execute("UPDATE next_meta SET schema_version = 2");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> on(database, "next_"))
        .withMessageContaining("schema version 2")
        .withMessageContaining("works with version 1")
        .withMessageContaining("scripts");
    assertThatExceptionOfType(StoreException.class).isThrownBy(store::createSchema);
  }

  @ParameterizedTest
  @EnumSource
  void isMadeWithoutCommittingTheHostsTransaction(TestDatabase database) {
    drop(database, "apart_");
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED").withTable();
    JdbcStore store = JdbcStore.builder(host.proxy()).tablePrefix("apart_").build();

    host.rollsBack(
        () -> {
          host.addRow("dropped");
          store.createSchema();
        });

    assertThat(host.rows()).isZero();
    assertThat(store.providers().find(newKey())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isInASchemaOfItsOwnWhereTheHostSaysSo(TestDatabase database) {
    database.execute("DROP SCHEMA IF EXISTS shelf" + cascade(database), "CREATE SCHEMA shelf");
    Store elsewhere = database.emptyStore();
    JdbcStore store =
        JdbcStore.builder(database.pool())
            .engineDataSource(database.enginePool())
            .schema("shelf")
            .build();

    store.createSchema();
    ProviderKey key = provider(store, "CRM");

    assertThat(database.count("SELECT count(*) FROM shelf.callout_auth_provider")).isEqualTo(1);
    assertThat(elsewhere.providers().find(key)).isEmpty();
    assertThat(database.count("SELECT count(*) FROM callout_auth_provider")).isZero();
    assertThat(store.bindings().bind(key, "n1")).isTrue();
    assertThat(store.tokens().find(key)).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void hasColumnsForWhatAnOperatorAsks(TestDatabase database) {
    Store store = database.emptyStore();
    provider(store, "CRM");

    assertThat(
            database.count(
                "SELECT count(*) FROM callout_auth_provider WHERE name = 'CRM' AND version = 1"
                    + " AND settings LIKE '%https://login.example.com/token%'"))
        .isEqualTo(1);
    assertThat(database.count("SELECT count(*) FROM callout_auth_secret WHERE kid = 'k1'"))
        .isEqualTo(1);
  }

  @Test
  void refusesNamesThatAreNotPlain() {
    for (String name : new String[] {"", "a b", "x;drop table y", "\u00E9", "1a", "a".repeat(64)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JdbcStore.builder(TestDatabase.H2_MEMORY.pool()).schema(name).build());
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> JdbcStore.builder(TestDatabase.H2_MEMORY.pool()).tablePrefix(name).build());
    }
  }

  /** A database that refuses connections now and then, each with a state. */
  private static final class Refusing extends DelegatingDataSource {

    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    Refusing(DataSource connections) {
      super(connections);
    }

    @Override
    public Connection getConnection() throws SQLException {
      String state = refused.poll();
      if (state != null && !state.equals(FINE)) {
        throw new SQLException("refused", state);
      }
      return super.getConnection();
    }
  }

  private static Schema schema(DataSource connections, TableNames names, RetryDelay pause)
      throws SQLException {
    Source source = Source.of(connections, null);
    Dialect dialect = new H2Dialect();
    Sql sql = new Sql(names.qualified(), dialect.now());
    return new Schema(source, dialect, Transactions.apart(source, dialect, sql, 2), names, pause);
  }

  private static JdbcStore on(TestDatabase database, String prefix) {
    return JdbcStore.builder(database.pool())
        .engineDataSource(database.enginePool())
        .tablePrefix(prefix)
        .build();
  }

  private static String cascade(TestDatabase database) {
    return database == TestDatabase.MARIADB ? "" : " CASCADE";
  }

  private static void drop(TestDatabase database, String prefix) {
    for (String table : Rows.TABLES) {
      database.execute("DROP TABLE IF EXISTS " + prefix + table);
    }
  }
}
