package io.calloutauth;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Sees what a log of all statements and their values would show. */
final class SpiedDataSource extends DelegatingDataSource implements AutoCloseable {

  private final HikariDataSource pool;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  SpiedDataSource(HikariDataSource pool) {
    super(pool);
    this.pool = pool;
  }

  List<String> seen() {
    return seen;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return spied(Connection.class, super.getConnection());
  }

  private <T> T spied(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(real, method, arguments)));
  }

  private @Nullable Object call(Object real, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (arguments != null) {
      seen.add(method.getName() + Arrays.deepToString(arguments));
    }
    try {
      Object result = method.invoke(real, arguments);
      return result instanceof PreparedStatement statement
          ? spied(PreparedStatement.class, statement)
          : result;
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
