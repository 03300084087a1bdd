package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work on a connection that is lost: cleanup fails too, and must not hide why. */
class FirstFailureTest {

  @ParameterizedTest
  @EnumSource
  void isThrownWhereCleanupFailsAsWell(TestDatabase database) throws SQLException {
    try (Connection real = database.newPool(1).getConnection()) {
      boolean[] lost = {false};
      Connection breaking =
          (Connection)
              Proxy.newProxyInstance(
                  FirstFailureTest.class.getClassLoader(),
                  new Class<?>[] {Connection.class},
                  (proxy, method, values) -> {
                    if (lost[0]) {
                      throw new SQLException("cleanup failed", "08006");
                    }
                    try {
                      return method.invoke(real, values);
                    } catch (InvocationTargetException thrown) {
                      throw thrown.getTargetException();
                    }
                  });

      SQLException failure =
          catchThrowableOfType(
              SQLException.class,
              () ->
                  Dialect.of(real)
                      .alone(
                          breaking,
                          null,
                          "first failure",
                          () -> {
                            lost[0] = true;
                            throw new SQLException("the first", "08S01");
                          }));

      assertThat(failure.getMessage()).isEqualTo("the first");
      assertThat(failure.getSuppressed()).isNotEmpty();
    }
  }
}
