package io.calloutauth.example.benchmarks.scenario;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Counts the statements that go through a data source; commits are not statements. Thread-safe. */
final class CountedStatements {

  private final AtomicInteger statements = new AtomicInteger();

  int count() {
    return statements.get();
  }

  /** Returns the same data source, counted. */
  DataSource over(DataSource real) {
    return proxy(DataSource.class, real, false);
  }

  private <T> T proxy(Class<T> type, Object real, boolean statement) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (statement && method.getName().startsWith("execute")) {
            statements.incrementAndGet();
          }
          try {
            return wrapped(method.invoke(real, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object wrapped(Object result) {
    if (result instanceof Connection) {
      return proxy(Connection.class, result, false);
    }
    if (result instanceof PreparedStatement) {
      return proxy(PreparedStatement.class, result, true);
    }
    return result instanceof Statement ? proxy(Statement.class, result, true) : result;
  }
}
