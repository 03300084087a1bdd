package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that break while they are used. A driver that knows several hosts connects anew with
 * whatever it is asked next, for as long as none of them answers.
 */
class LostConnectionTest {

  /** Writes down what is called on its connections. */
  private static final class Heard extends DelegatingDataSource {

    private final List<String> calls = new CopyOnWriteArrayList<>();

    Heard(TestDatabase database) {
      super(database.enginePool());
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              Heard.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, values) -> {
                calls.add(method.getName());
                try {
                  return method.invoke(connection, values);
                } catch (InvocationTargetException thrown) {
                  throw thrown.getTargetException();
                }
              });
    }
  }

  /** H2 in memory ends its sessions without a word of it. */
  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void areAbortedAndAskedNothingMoreWhenTheServerEndsThem(TestDatabase database)
      throws SQLException {
    database.emptyStore();
    Heard source = new Heard(database);

    StoreException lost =
        lost(
            source,
            session -> {
              end(database, session);
              source.calls.clear();
              return session.any("SELECT 1");
            });

    assertThat(lost.retryable()).isTrue();
    assertThat(source.calls).containsExactly("prepareStatement", "abort", "close");
  }

  @ParameterizedTest
  @EnumSource
  void areAbortedAndAskedNothingMoreWhenAStatementSaysThatTheyAreLost(TestDatabase database)
      throws SQLException {
    database.emptyStore();
    Heard source = new Heard(database);

    StoreException lost =
        lost(
            source,
            session -> {
              session.any("SELECT schema_version FROM ${meta}");
              source.calls.clear();
              throw new SQLNonTransientConnectionException("The node is not ready", "08S01");
            });

    assertThat(lost.reason()).isEqualTo(StoreException.Reason.OUT_OF_REACH);
    assertThat((Iterable<String>) source.calls).containsExactly("abort", "close");
    boolean goesOn = database.apart().run(session -> session.any("SELECT 1 FROM ${meta}"));
    assertThat(goesOn).isTrue();
  }

  private static StoreException lost(Heard source, Work<Boolean> work) throws SQLException {
    Dialect dialect;
    try (Connection connection = source.getConnection()) {
      dialect = Dialect.of(connection);
    }
    Sql sql = new Sql("callout_auth_", dialect.now());
    Transactions apart = Transactions.apart(Source.of(source, null), dialect, sql, 2);
    return catchThrowableOfType(StoreException.class, () -> apart.run(work));
  }

  /** Lets the server end the session's connection, from another one. */
  private static void end(TestDatabase database, Session session) throws SQLException {
    boolean postgresql = database == TestDatabase.POSTGRESQL;
    long id =
        session
            .first(
                row -> row.getLong(1),
                postgresql ? "SELECT pg_backend_pid()" : "SELECT connection_id()")
            .orElseThrow();
    database.execute(postgresql ? "SELECT pg_terminate_backend(" + id + ")" : "KILL " + id);
  }
}
