package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {

  @ParameterizedTest
  @CsvSource({
    "H2, 2.5.252, h2",
    "PostgreSQL, 18.6, postgresql",
    "MariaDB, 11.4.5-MariaDB, mariadb",
    "MySQL, 5.5.5-11.4.5-MariaDB, mariadb"
  })
  void isToldFromTheDatabasesName(String product, String version, String folder)
      throws SQLException {
    assertThat(Dialect.of(connection(product, version)).folder()).isEqualTo(folder);
  }

  @ParameterizedTest
  @CsvSource({"MySQL, 8.4.0", "Oracle, 23ai", "Microsoft SQL Server, 16", "HSQL Database, 2.7"})
  void refusesOtherDatabasesByName(String product, String version) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dialect.of(connection(product, version)))
        .withMessageContaining("H2, PostgreSQL and MariaDB")
        .withMessageContaining(product);
  }

  @Test
  void isTheOneOfEachTestDatabase() throws SQLException {
    try (Connection connection = TestDatabase.H2_MEMORY.pool().getConnection()) {
      assertThat(Dialect.of(connection)).isInstanceOf(H2Dialect.class);
    }
  }

  /** No driver of another database is needed to hear its name. */
  private static Connection connection(String product, String version) {
    DatabaseMetaData database =
        fake(
            DatabaseMetaData.class,
            method -> method.equals("getDatabaseProductName") ? product : version);
    return fake(Connection.class, method -> database);
  }

  private static <T> T fake(Class<T> type, java.util.function.Function<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.apply(method.getName())));
  }
}
