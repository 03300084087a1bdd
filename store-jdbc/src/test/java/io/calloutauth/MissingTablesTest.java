package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.StoreException.Reason;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What a host hears of a database without tables. */
@NullMarked
class MissingTablesTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final JdbcDataSource database = new JdbcDataSource();
  private final ManualWorld time = new ManualWorld();

  MissingTablesTest() {
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  @Test
  void isRefusedWithWhatToDoWhenTheObjectIsBuilt() {
    StoreUnavailableException refused =
        catchThrowableOfType(StoreUnavailableException.class, this::node);
    StoreUnavailableException ofMany =
        catchThrowableOfType(StoreUnavailableException.class, () -> builder().buildForTenants());

    assertThat(refused).hasMessageContaining("createSchema()");
    assertThat(refused.reason()).isEqualTo(Reason.SCHEMA);
    assertThat(refused.retryable()).isFalse();
    assertThat(ofMany).hasMessage(refused.getMessage());
  }

  @Test
  void isInTheHealthOfANodeWithinTheIntervalOfItsChanges() throws SQLException {
    JdbcStore.create(database).createSchema();
    try (CalloutAuth node = node()) {
      assertThatExceptionOfType(NoProviderBoundException.class)
          .isThrownBy(() -> node.callouts().authenticate("n", "POST", TARGET));
      assertThat(node.health().storeResponds()).isTrue();
      drop("callout_auth_change");
      time.pass(Duration.ofSeconds(5));

      Eventually.holds(() -> !node.health().storeResponds());
    }
  }

  private CalloutAuth node() {
    return builder().build();
  }

  private CalloutAuthBuilder builder() {
    return CalloutAuth.builder(JdbcStore.create(database))
        .cipher(SealingKeys.ephemeral())
        .world(time.world());
  }

  private void drop(String table) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE " + table);
    }
  }
}
