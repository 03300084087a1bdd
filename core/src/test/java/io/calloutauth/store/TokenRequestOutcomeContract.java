package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.SOON;
import static io.calloutauth.store.ContractRows.failed;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an exchange's result leaves in the token row. */
interface TokenRequestOutcomeContract extends ContractStore {

  @Test
  default void keepsATokenAsItIs() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease lease = leased(store(), key);
    TokenContent token =
        TokenContent.builder(Sealed.of("k2", "sealed.token"), Duration.ofHours(24))
            .scope("b a")
            .warnings(Set.of("bom", "scope_reduced"))
            .credential("client_secret:next")
            .boundTo("jkt")
            .build();

    store().tokens().complete(key, lease, TokenRequestOutcome.kept(token, Duration.ZERO));

    StoredToken stored = storedToken(key);
    assertThat(stored.lease()).isEqualTo(lease);
    assertThat(stored.sealed()).isEqualTo(token.sealed());
    assertThat(stored.sealed().keyId()).isEqualTo("k2");
    assertThat(stored.lifetime()).isEqualTo(Duration.ofHours(24));
    assertThat(stored.scope()).isEqualTo("b a");
    assertThat(stored.credential()).isEqualTo("client_secret:next");
    assertThat(stored.boundTo()).isEqualTo("jkt");
    assertThat(stored.warnings()).containsExactlyInAnyOrder("bom", "scope_reduced");
  }

  @Test
  default void keepsATokenWithoutScopeOrWarnings() {
    ProviderKey key = provider(store(), "acme", "CRM");
    TokenContent bare = TokenContent.builder(Sealed.of("k1", "x"), Duration.ofMillis(1)).build();

    complete(key, TokenRequestOutcome.kept(bare, Duration.ZERO));

    assertThat(storedToken(key).scope()).isEmpty();
    assertThat(storedToken(key).warnings()).isEmpty();
    assertThat(storedToken(key).lifetime()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  default void countsATokensAgeFromWhenItsLeaseWasTaken() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease lease = leased(store(), key);
    advance(Duration.ofMillis(150));
    store().tokens().complete(key, lease, kept("x"));
    assertThat(storedToken(key).age()).isBetween(Duration.ofMillis(150), LONG);

    advance(Duration.ofMillis(150));
    leased(store(), key);

    assertThat(storedToken(key).age()).isBetween(Duration.ofMillis(300), LONG);
  }

  @Test
  default void replacesATokenByItsSuccessor() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, kept("first"));

    complete(key, kept("second"));

    assertThat(storedToken(key).sealed().text()).isEqualTo("second");
    assertThat(storedToken(key).lease().fence()).isEqualTo(2);
  }

  @Test
  default void keepsTheOldTokenThroughAFailureAndASpentToken() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, kept("first"));

    complete(key, failed("timeout", 1));
    complete(key, TokenRequestOutcome.spent(Duration.ZERO));

    assertThat(storedToken(key).sealed().text()).isEqualTo("first");
    assertThat(storedToken(key).lease().fence()).isEqualTo(1);
    assertThat(row(store(), key).fence()).isEqualTo(3);
  }

  @Test
  default void keepsTheLastFailureAndSinceWhenItFails() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, failed("timeout", 1));
    assertThat(storedFailure(key).since()).isLessThan(LONG);
    advance(Duration.ofMillis(150));

    long epoch = ContractRows.edit(store(), key, true).epoch();
    complete(key, failed("invalid_client", 2));

    assertThat(storedFailure(key).epoch()).isEqualTo(epoch);
    assertThat(storedFailure(key).failure()).isEqualTo("invalid_client");
    assertThat(storedFailure(key).attempts()).isEqualTo(2);
    assertThat(storedFailure(key).since()).isBetween(Duration.ofMillis(150), LONG);
    assertThat(row(store(), key).token()).isNull();
  }

  @Test
  default void clearsTheFailureAndSinceWhenWithASuccess() {
    for (TokenRequestOutcome success :
        Set.of(kept("x"), TokenRequestOutcome.spent(Duration.ZERO))) {
      ProviderKey key = provider(store(), "acme", "CRM");
      complete(key, failed("timeout", 1));
      advance(SOON);

      complete(key, success);
      assertThat(row(store(), key).failure()).isNull();
      advance(SOON);
      complete(key, failed("timeout", 1));

      assertThat(storedFailure(key).since()).isLessThan(SOON.multipliedBy(2));
      store().providers().delete(key, 0);
    }
  }

  @Test
  default void countsThePauseDown() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, TokenRequestOutcome.kept(ContractRows.token("x"), LONG));
    assertThat(row(store(), key).pause()).isPositive().isLessThanOrEqualTo(LONG);

    advance(Duration.ofMillis(150));
    assertThat(row(store(), key).pause())
        .isPositive()
        .isLessThanOrEqualTo(LONG.minus(Duration.ofMillis(150)));

    complete(key, TokenRequestOutcome.spent(Duration.ofMillis(100)));
    advance(Duration.ofMillis(100));
    assertThat(row(store(), key).pause()).isZero();
  }

  @Test
  default void replacesThePauseWithEachResult() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, TokenRequestOutcome.spent(LONG));

    complete(key, failed("timeout", 1));

    assertThat(row(store(), key).pause()).isZero();
  }

  private void complete(ProviderKey key, TokenRequestOutcome outcome) {
    Lease lease = leased(store(), key);
    assertThat(store().tokens().complete(key, lease, outcome)).isTrue();
  }

  private StoredToken storedToken(ProviderKey key) {
    return Objects.requireNonNull(row(store(), key).token());
  }

  private StoredFailure storedFailure(ProviderKey key) {
    return Objects.requireNonNull(row(store(), key).failure());
  }
}
