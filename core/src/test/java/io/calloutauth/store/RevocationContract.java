package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.failed;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What revocation means in the token row. */
interface RevocationContract extends ContractStore {

  @Test
  default void dropsTheTokenAndNotesTheRevocation() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().complete(key, leased(store(), key), kept("x"));
    assertThat(row(store(), key).sinceRevoked()).isNull();

    assertThat(store().tokens().revoke(key, RevokeRequest.of(row(store(), key)))).isTrue();

    assertThat(row(store(), key).token()).isNull();
    assertThat(row(store(), key).fence()).isEqualTo(2);
    assertThat(row(store(), key).sinceRevoked()).isNotNull().isLessThan(LONG);
    advance(Duration.ofMillis(150));
    assertThat(row(store(), key).sinceRevoked()).isBetween(Duration.ofMillis(150), LONG);
  }

  @Test
  default void leavesAFailureAndItsPauseAsTheyAre() {
    ProviderKey key = provider(store(), "acme", "CRM");
    TokenRequestOutcome throttled =
        TokenRequestOutcome.failed(new TokenRequestOutcome.Failure("throttled", 3), LONG);
    store().tokens().complete(key, leased(store(), key), throttled);

    assertThat(store().tokens().revoke(key, RevokeRequest.of(row(store(), key)))).isTrue();

    assertThat(row(store(), key).failure())
        .returns("throttled", StoredFailure::failure)
        .returns(3, StoredFailure::attempts);
    assertThat(row(store(), key).pause()).isPositive();
  }

  @Test
  default void takesTheLeaseFromWhoHoldsItWithTheToken() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease held = leased(store(), key);

    assertThat(store().tokens().revoke(key, RevokeRequest.of(row(store(), key)))).isTrue();

    assertThat(row(store(), key).leaseFor()).isZero();
    assertThat(store().tokens().complete(key, held, kept("late"))).isFalse();
    assertThat(row(store(), key).token()).isNull();
    assertThat(leased(store(), key).fence()).isEqualTo(3);
  }

  @Test
  default void revokesNothingUnderAnotherFenceOrOwner() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().complete(key, leased(store(), key), kept("x"));
    Lease held = leased(store(), key);

    for (TokenRow other : ContractRows.othersThan(row(store(), key))) {
      assertThat(store().tokens().revoke(key, RevokeRequest.of(other))).isFalse();
    }

    assertThat(row(store(), key).token()).isNotNull();
    assertThat(row(store(), key).sinceRevoked()).isNull();
    assertThat(row(store(), key).leaseFor()).isPositive();
    assertThat(store().tokens().complete(key, held, kept("y"))).isTrue();
  }

  @Test
  default void takesARevocationBackOnlyWithAToken() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().revoke(key, RevokeRequest.of(TokenRow.EMPTY));

    store().tokens().complete(key, leased(store(), key), failed("timeout", 1));
    assertThat(row(store(), key).sinceRevoked()).isNotNull();
    store().tokens().complete(key, leased(store(), key), TokenRequestOutcome.spent(Duration.ZERO));
    assertThat(row(store(), key).sinceRevoked()).isNotNull();
    store().tokens().complete(key, leased(store(), key), kept("x"));

    assertThat(row(store(), key).sinceRevoked()).isNull();
    assertThat(row(store(), key).token()).isNotNull();
  }

  @Test
  default void writesOrRevokesButNeverBothUnderOneFence() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS; round++) {
      Lease lease = leased(store(), key);
      TokenRow read = row(store(), key);

      List<Boolean> done =
          ContractRace.among(
              2,
              i ->
                  i == 0
                      ? store().tokens().complete(key, lease, kept("x"))
                      : store().tokens().revoke(key, RevokeRequest.of(read)));

      // A token that was written just before is dropped all the same.
      assertThat(done.get(1)).isTrue();
      assertThat(row(store(), key).token()).isNull();
      assertThat(row(store(), key).fence()).isEqualTo(lease.fence() + 1);
    }
  }

  @Test
  default void letsOneOfManyRevocationsOfOneFenceThrough() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      TokenRow read = row(store(), key);

      List<Boolean> done =
          ContractRace.among(i -> store().tokens().revoke(key, RevokeRequest.of(read)));

      assertThat(Collections.frequency(done, true)).isEqualTo(1);
      assertThat(row(store(), key).fence()).isEqualTo(read.fence() + 1);
    }
  }
}
