package io.calloutauth.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A data source that writes down each statement that is run on its connections. Thread-safe. */
public final class WatchedDataSource extends DelegatingDataSource {

  /** A statement that was run, with its values. */
  public record Statement(String text, List<@Nullable Object> values) {

    /** Returns what a connection says of this statement when it is asked to explain it. */
    public List<String> explained(Connection connection) throws SQLException {
      try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + text)) {
        for (int i = 0; i < values.size(); i++) {
          explain.setObject(i + 1, values.get(i));
        }
        List<String> plan = new ArrayList<>();
        try (var rows = explain.executeQuery()) {
          while (rows.next()) {
            plan.add(rows.getString(1));
          }
        }
        return plan;
      }
    }
  }

  private final List<Statement> statements = new ArrayList<>();

  /** Makes a data source over another one. */
  public WatchedDataSource(DataSource connections) {
    super(connections);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    return proxy(Connection.class, (method, values) -> prepared(connection, method, values));
  }

  /** Returns what was run since it was asked last. */
  public List<Statement> taken() {
    synchronized (statements) {
      List<Statement> taken = List.copyOf(statements);
      statements.clear();
      return taken;
    }
  }

  /** Returns how many statements were run since they were taken last. */
  public int count() {
    synchronized (statements) {
      return statements.size();
    }
  }

  private void ran(String text, Map<Integer, Object> values) {
    synchronized (statements) {
      statements.add(new Statement(text, new ArrayList<>(values.values())));
    }
  }

  private @Nullable Object prepared(
      Connection connection, Method method, @Nullable Object @Nullable [] values) throws Throwable {
    Object result = invoked(connection, method, values);
    if (result instanceof PreparedStatement statement && values != null) {
      return watched(statement, String.valueOf(values[0]));
    }
    if (method.getName().equals("setSavepoint")) {
      ran("SAVEPOINT", Map.of());
    }
    return result;
  }

  private PreparedStatement watched(PreparedStatement statement, String text) {
    Map<Integer, Object> set = new TreeMap<>();
    return proxy(
        PreparedStatement.class,
        (method, values) -> {
          String name = method.getName();
          if (name.startsWith("set") && values != null && values.length == 2) {
            set.put((Integer) values[0], name.equals("setNull") ? "" : values[1]);
          } else if (name.startsWith("execute")) {
            ran(text, set);
          }
          return invoked(statement, method, values);
        });
  }

  /** What is done in place of a method. */
  private interface Call {

    @Nullable Object on(Method method, @Nullable Object @Nullable [] values) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            WatchedDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, values) -> call.on(method, values)));
  }

  private static @Nullable Object invoked(
      Object target, Method method, @Nullable Object @Nullable [] values) throws Throwable {
    try {
      return method.invoke(target, values);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }
}
