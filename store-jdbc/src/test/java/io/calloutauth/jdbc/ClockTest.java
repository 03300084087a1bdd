package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database's clock, whatever zones the JVM, its sessions and other nodes are in. */
class ClockTest {

  private static final Duration MINUTES = Duration.ofMinutes(2);
  private static final Duration HOUR = Duration.ofHours(1);

  private final TimeZone zone = TimeZone.getDefault();

  @AfterEach
  void restoreZone() {
    TimeZone.setDefault(zone);
  }

  @ParameterizedTest
  @EnumSource
  void isTheSameForNodesInOtherZones(TestDatabase database) {
    database.emptyStore();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    try (HikariDataSource west = inZone(database, "-09:30");
        HikariDataSource east = inZone(database, "+13:00")) {
      Store here = JdbcStore.create(west);
      ProviderKey key = provider(here, "CRM");
      Lease lease = (Lease) here.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, MINUTES));

      TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
      Store there = JdbcStore.create(east);
      ProviderRow row = there.providers().find(key).orElseThrow();
      assertThat(row.createdAt()).isCloseTo(Instant.now(), within(2, ChronoUnit.MINUTES));
      assertThat(row(there, key).leaseFor()).isPositive().isLessThanOrEqualTo(MINUTES);
      assertThat(there.tokens().lease(key, LeaseRequest.of(1, row(there, key), MINUTES)))
          .isEqualTo(LeaseResult.Refusal.HELD);

      there.tokens().complete(key, lease, kept(HOUR));
      StoredToken token = Objects.requireNonNull(row(here, key).token());
      assertThat(token.lifetime()).isEqualTo(HOUR);
      assertThat(token.age()).isLessThan(MINUTES);
      assertThat(row(here, key).pause()).isPositive().isLessThanOrEqualTo(MINUTES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void mayStepBackAnHour(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    Lease first = (Lease) store.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, MINUTES));
    store.tokens().complete(key, first, kept(HOUR));
    store.tokens().lease(key, LeaseRequest.of(1, row(store, key), MINUTES));

    // What was written is now an hour ahead of the clock.
    database.execute(
        "UPDATE callout_auth_token SET lease_from = lease_from + 3600000,"
            + " lease_until = lease_until + 3600000, issued_at = issued_at + 3600000,"
            + " expires_at = expires_at + 3600000, last_attempt_at = last_attempt_at + 3600000,"
            + " next_attempt_at = next_attempt_at + 3600000");

    TokenRow row = row(store, key);
    assertThat(row.leaseFor()).isZero();
    assertThat(row.pause()).as("it would begin anew for an hour").isZero();
    StoredToken token = Objects.requireNonNull(row.token());
    assertThat(token.age()).isNegative().isGreaterThanOrEqualTo(HOUR.negated());
    assertThat(token.lifetime()).isEqualTo(HOUR);
    assertThat(store.tokens().lease(key, LeaseRequest.of(1, row, MINUTES)))
        .isInstanceOfSatisfying(Lease.class, lease -> assertThat(lease.fence()).isEqualTo(3));
  }

  /** As the clocks of two nodes of a database differ. */
  @ParameterizedTest
  @EnumSource
  void keepsAPauseThatBeginsALittleLaterThanNowAtItsLength(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    Lease first = (Lease) store.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, MINUTES));
    store.tokens().complete(key, first, kept(HOUR));

    database.execute(
        "UPDATE callout_auth_token SET last_attempt_at = last_attempt_at + 3000,"
            + " next_attempt_at = next_attempt_at + 3000");

    assertThat(row(store, key).pause()).isPositive().isLessThanOrEqualTo(MINUTES);
  }

  @ParameterizedTest
  @EnumSource
  void keepsNoRevocationWaitingForAClockThatSteppedBack(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    PendingRevocation pending = PendingRevocation.of(key, "r1", Sealed.of("k1", "x"), HOUR);
    RevokeRequest request =
        RevokeRequest.builder(TokenRow.EMPTY).telling(List.of(pending), 10).due(MINUTES).build();
    store.tokens().revoke(key, request);

    String later =
        "UPDATE callout_auth_revocation SET due_from = due_from + 3600000,"
            + " due_at = due_at + 3600000";

    assertThat(store.revocations().claim(MINUTES, Set.of())).isEmpty();
    database.execute(later);
    assertThat(store.revocations().claim(MINUTES, Set.of())).isPresent();
    assertThat(store.revocations().claim(MINUTES, Set.of())).isEmpty();
    database.execute(later);
    PendingRevocation claimed = store.revocations().claim(MINUTES, Set.of()).orElseThrow();
    assertThat(store.revocations().putOff(claimed, MINUTES)).isTrue();
    assertThat(store.revocations().claim(MINUTES, Set.of())).isEmpty();
  }

  private static TokenRequestOutcome kept(Duration lifetime) {
    return TokenRequestOutcome.kept(
        TokenContent.builder(Sealed.of("k1", "x"), lifetime).build(), MINUTES);
  }

  private static TokenRow row(Store store, ProviderKey key) {
    return store.tokens().find(key).orElseThrow();
  }

  private static HikariDataSource inZone(TestDatabase database, String offset) {
    HikariConfig config = database.config(2);
    config.setConnectionInitSql(
        switch (database) {
          case MARIADB -> "SET time_zone = '" + offset + "'";
          case POSTGRESQL -> "SET TIME ZONE INTERVAL '" + offset + "' HOUR TO MINUTE";
          default -> "SET TIME ZONE '" + offset + "'";
        });
    return new HikariDataSource(config);
  }
}
