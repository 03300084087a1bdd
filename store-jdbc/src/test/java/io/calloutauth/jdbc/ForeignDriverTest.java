package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool or driver that throws what it should not hides neither a result nor a first failure. */
class ForeignDriverTest {

  private final Map<String, Exception> thrown = new ConcurrentHashMap<>();
  private HikariDataSource pool;
  private Store store;
  private ProviderKey key;

  @BeforeEach
  void start() {
    TestDatabase.H2_MEMORY.emptyStore();
    pool = TestDatabase.H2_MEMORY.newPool(4);
    store = JdbcStore.create(throwing(DataSource.class, pool));
    key = provider(store, "CRM");
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  private <T> T throwing(Class<T> type, T beneath) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, values) -> {
              Exception failure = thrown.get(method.getName());
              if (failure != null) {
                throw failure;
              }
              try {
                Object result = method.invoke(beneath, values);
                return result instanceof Connection connection
                    ? throwing(Connection.class, connection)
                    : result;
              } catch (InvocationTargetException failed) {
                throw failed.getTargetException();
              }
            }));
  }

  @Test
  void doesNotHideWhatIsDoneByFailingToClose() {
    thrown.put("close", new IllegalStateException("not as agreed"));

    assertThat(store.providers().find(key)).isPresent();
  }

  @Test
  void doesNotHideTheFirstFailureByFailingToRollBack() {
    thrown.put("prepareStatement", new SQLException("the first"));
    thrown.put("rollback", new IllegalStateException("not as agreed"));

    assertThatThrownBy(() -> store.providers().find(key))
        .isInstanceOf(StoreException.class)
        .hasRootCauseMessage("the first");
  }

  @Test
  void doesNotHideALostConnectionByFailingToAbort() {
    thrown.put("prepareStatement", new SQLException("lost", "08006"));
    thrown.put("abort", new IllegalStateException("not as agreed"));

    assertThatThrownBy(() -> store.providers().find(key))
        .isInstanceOf(StoreException.class)
        .hasRootCauseMessage("lost");
  }

  @Test
  void joinsForAllThatIsKnownWhereNoConnectionTells() {
    thrown.put("getConnection", new IllegalStateException("not as agreed"));

    assertThat(store.joinsTransaction()).isTrue();
  }

  /** As a pool does that could not be started. */
  @Test
  void isOutOfReachWhateverItThrowsInPlaceOfAConnection() {
    thrown.put("getConnection", new IllegalStateException("not as agreed"));
    DataSource pool = throwing(DataSource.class, this.pool);

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> JdbcStore.create(pool),
            () -> JdbcStore.builder(pool).scripts(),
            () -> store.providers().find(key),
            () -> store.check())) {
      assertThatThrownBy(use)
          .isInstanceOfSatisfying(
              StoreException.class,
              failure -> {
                assertThat(failure.reason()).isEqualTo(StoreException.Reason.OUT_OF_REACH);
                assertThat(failure.retryable()).isTrue();
              })
          .hasRootCauseMessage("not as agreed");
    }
  }
}
