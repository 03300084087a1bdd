package io.calloutauth.example.benchmarks.scenario;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Notes the statements that go through a data source; commits are not statements. Thread-safe. */
final class CountedStatements {

  private final List<String> texts = new CopyOnWriteArrayList<>();

  int count() {
    return texts.size();
  }

  /** Returns the texts of the statements from a count on, in the order in which they were sent. */
  List<String> from(int count) {
    return List.copyOf(texts.subList(count, texts.size()));
  }

  /** Returns the same data source, counted. */
  DataSource over(DataSource real) {
    return proxy(DataSource.class, real, null);
  }

  /**
   * Makes a proxy.
   *
   * @param prepared the text of a prepared statement, else null
   */
  private <T> T proxy(Class<T> type, Object real, @Nullable String prepared) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          String text = arguments != null && arguments[0] instanceof String sql ? sql : prepared;
          if (method.getName().startsWith("execute") && text != null) {
            texts.add(text);
          }
          try {
            return wrapped(method.invoke(real, arguments), text);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object wrapped(Object result, @Nullable String text) {
    if (result instanceof Connection) {
      return proxy(Connection.class, result, null);
    }
    if (result instanceof PreparedStatement) {
      return proxy(PreparedStatement.class, result, text);
    }
    return result instanceof Statement ? proxy(Statement.class, result, null) : result;
  }
}
