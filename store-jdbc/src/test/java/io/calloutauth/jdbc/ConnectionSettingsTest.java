package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A connection that takes its settings back only half: a pool that resets none must not keep it.
 */
class ConnectionSettingsTest {

  private static final Set<String> SETTERS =
      Set.of("setAutoCommit", "setTransactionIsolation", "setNetworkTimeout");

  /** Hands out connections that refuse one setting, from its second call on. */
  private static final class Refusing extends DelegatingDataSource {

    private final List<String> calls = new ArrayList<>();
    private final String refused;
    private final boolean asBroken;
    private boolean takesNoTransaction;

    Refusing(String refused, boolean asBroken) {
      super(TestDatabase.H2_MEMORY.enginePool());
      this.refused = refused;
      this.asBroken = asBroken;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection real = super.getConnection();
      real.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      return (Connection)
          Proxy.newProxyInstance(
              Refusing.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, values) -> call(real, method, values));
    }

    private @Nullable Object call(Connection real, Method method, Object @Nullable [] values)
        throws Throwable {
      String name = method.getName();
      calls.add(name);
      long times = calls.stream().filter(name::equals).count();
      if (takesNoTransaction && name.equals("setAutoCommit")) {
        throw new SQLException("not settable", "42000");
      }
      if (refused.equals(name) && times >= 2) {
        if (asBroken) {
          throw new IllegalStateException("the pool is closed");
        }
        throw new SQLException("cleanup failed", "08006");
      }
      try {
        return method.invoke(real, values);
      } catch (InvocationTargetException thrown) {
        throw thrown.getTargetException();
      }
    }

    Transactions transactions() throws SQLException {
      Dialect dialect;
      try (Connection connection = TestDatabase.H2_MEMORY.enginePool().getConnection()) {
        dialect = Dialect.of(connection);
      }
      Source source = Source.of(this, null);
      calls.clear();
      return Transactions.apart(source, dialect, new Sql("callout_auth_", dialect.now()), 2);
    }

    /** Returns what was called from the last setting on. */
    List<String> callsFromLastSetting() {
      int last = calls.size() - 1;
      while (!SETTERS.contains(calls.get(last))) {
        last--;
      }
      return calls.subList(last, calls.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"setAutoCommit", "setTransactionIsolation", "setNetworkTimeout"})
  void isAbortedAndAskedNothingMoreWhenTheWorkWentWell(String refused) throws SQLException {
    for (boolean asBroken : new boolean[] {false, true}) {
      TestDatabase.H2_MEMORY.emptyStore();
      Refusing source = new Refusing(refused, asBroken);

      long rows = source.transactions().run(session -> session.update("DELETE FROM ${change}"));

      assertThat(rows).as("what was done is done").isZero();
      assertThat(source.callsFromLastSetting()).containsExactly(refused, "abort", "close");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"setAutoCommit", "setTransactionIsolation", "setNetworkTimeout"})
  void isAbortedAndHidesNothingWhenTheWorkFailed(String refused) throws SQLException {
    for (boolean asBroken : new boolean[] {false, true}) {
      TestDatabase.H2_MEMORY.emptyStore();
      Refusing source = new Refusing(refused, asBroken);
      Transactions transactions = source.transactions();

      Throwable told =
          catchThrowable(
              () ->
                  transactions.run(
                      session -> {
                        throw new SQLException("the first", "22000");
                      }));

      assertThat(told).isInstanceOf(StoreException.class).hasRootCauseMessage("the first");
      assertThat(source.callsFromLastSetting()).containsExactly(refused, "abort", "close");
    }
  }

  /** It was half set when it refused, and does not take the other half back either. */
  @ParameterizedTest
  @ValueSource(strings = {"setTransactionIsolation", "setNetworkTimeout"})
  void isAbortedWhenItRefusesBeforeTheWork(String refused) throws SQLException {
    TestDatabase.H2_MEMORY.emptyStore();
    Refusing source = new Refusing(refused, false);
    Transactions transactions = source.transactions();
    source.takesNoTransaction = true;

    Throwable told = catchThrowable(() -> transactions.run(session -> session.any("SELECT 1")));

    assertThat(told).isInstanceOf(StoreException.class).hasRootCauseMessage("not settable");
    assertThat(source.callsFromLastSetting()).containsExactly(refused, "abort", "close");
  }
}
