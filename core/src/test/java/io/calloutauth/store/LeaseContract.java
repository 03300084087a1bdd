package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.SHORT;
import static io.calloutauth.store.ContractRows.content;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.lease;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.TokenStore.LeaseRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What leases, fences and epochs mean. */
interface LeaseContract extends ContractStore {

  @Test
  default void knowsNoTokenRowOfAProviderThatIsNotThere() {
    ProviderKey key = newKey("acme");

    assertThat(store().tokens().find(key)).isEmpty();
    assertThat(store().tokens().lease(key, new LeaseRequest(1, 0, LONG))).isNull();
    assertThat(store().tokens().complete(key, new Lease(1, 0), kept("x"))).isFalse();
    assertThat(store().tokens().revoke(key, 0)).isFalse();
    assertThat(store().tokens().find(key)).isEmpty();
  }

  @Test
  default void raisesTheFenceByOneWithEachLease() {
    ProviderKey key = provider(store(), "acme", "CRM");

    Lease first = leased(store(), key, 1);

    assertThat(first).isEqualTo(new Lease(1, 1));
    assertThat(row(store(), key).fence()).isEqualTo(1);
    assertThat(row(store(), key).leaseFor()).isPositive().isLessThanOrEqualTo(LONG);
    store().tokens().complete(key, first, kept("x"));
    assertThat(leased(store(), key, 1)).isEqualTo(new Lease(1, 2));
  }

  @Test
  default void leavesTheLeaseToWhoHoldsIt() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease held = leased(store(), key, 1);

    assertThat(lease(store(), key, 1, LONG)).isNull();

    assertThat(row(store(), key).fence()).isEqualTo(held.fence());
    assertThat(store().tokens().complete(key, held, kept("x"))).isTrue();
  }

  @Test
  default void givesNoLeaseForAnotherFenceThanTheOneThatIsThere() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().complete(key, leased(store(), key, 1), kept("x"));
    TokenRow before = row(store(), key);

    for (long fence : new long[] {-1, 0, 2, Long.MAX_VALUE}) {
      assertThat(store().tokens().lease(key, new LeaseRequest(1, fence, LONG))).isNull();
      assertThat(store().tokens().lease(key, new LeaseRequest(2, fence, LONG))).isNull();
    }

    assertThat(row(store(), key).fence()).isEqualTo(before.fence());
    assertThat(row(store(), key).leaseFor()).isZero();
  }

  @Test
  default void givesTheLeaseToOneOfManyWhoReadTheSameFence() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS; round++) {
      long read = row(store(), key).fence();

      List<Optional<Lease>> leases =
          ContractRace.among(
              i ->
                  Optional.ofNullable(
                      store().tokens().lease(key, new LeaseRequest(1, read, LONG))));

      assertThat(leases.stream().flatMap(Optional::stream)).containsExactly(new Lease(1, read + 1));
      store().tokens().complete(key, new Lease(1, read + 1), kept("x"));
    }
  }

  @Test
  default void givesTheLeaseOfADeadOwnerToTheNextOnceItIsOver() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease dead = lease(store(), key, 1, SHORT);
    advance(SHORT);

    assertThat(row(store(), key).leaseFor()).isZero();
    Lease next = leased(store(), key, 1);

    assertThat(dead).isNotNull();
    assertThat(next.fence()).isEqualTo(2);
    assertThat(store().tokens().complete(key, new Lease(1, 1), kept("late"))).isFalse();
    assertThat(row(store(), key).token()).isNull();
    assertThat(row(store(), key).leaseFor()).isPositive();
    assertThat(store().tokens().complete(key, next, kept("next"))).isTrue();
  }

  @Test
  default void writesUnderALeaseThatIsOverButThatNobodyTook() {
    ProviderKey key = provider(store(), "acme", "CRM");
    lease(store(), key, 1, SHORT);
    advance(SHORT);

    assertThat(store().tokens().complete(key, new Lease(1, 1), kept("slow"))).isTrue();

    assertThat(row(store(), key).token()).isNotNull();
  }

  @Test
  default void givesALeaseThatIsHeldToAHigherEpoch() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease old = leased(store(), key, 1);

    Lease taken = leased(store(), key, 2);

    assertThat(taken).isEqualTo(new Lease(2, 2));
    assertThat(store().tokens().complete(key, old, kept("late"))).isFalse();
    assertThat(row(store(), key).token()).isNull();
    assertThat(lease(store(), key, 2, LONG)).isNull();
    assertThat(store().tokens().complete(key, taken, kept("new"))).isTrue();
    assertThat(row(store(), key).token())
        .isNotNull()
        .extracting(StoredToken::lease)
        .isEqualTo(taken);
  }

  @Test
  default void givesNothingToAnEpochBelowTheHighestThatHeldTheLease() {
    ProviderKey key = provider(store(), "acme", "CRM");
    lease(store(), key, 5, SHORT);

    assertThat(lease(store(), key, 4, LONG)).isNull();
    advance(SHORT);
    assertThat(lease(store(), key, 4, LONG)).isNull();
    store().tokens().complete(key, leased(store(), key, 5), kept("x"));
    assertThat(lease(store(), key, 4, LONG)).isNull();
    store().tokens().revoke(key, row(store(), key).fence());
    assertThat(lease(store(), key, 4, LONG)).isNull();

    assertThat(lease(store(), key, 5, LONG)).isNotNull();
  }

  @Test
  default void givesTheLeaseBackWithTheResult() {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (ExchangeOutcome outcome :
        List.of(
            kept("x"),
            ExchangeOutcome.spent(Duration.ZERO),
            ContractRows.failed("invalid_client", 1))) {
      Lease lease = leased(store(), key, 1);

      assertThat(store().tokens().complete(key, lease, outcome)).isTrue();

      assertThat(row(store(), key).leaseFor()).isZero();
      assertThat(row(store(), key).fence()).isEqualTo(lease.fence());
    }
  }

  @Test
  default void writesNothingUnderAFenceThatNoLeaseHas() {
    ProviderKey key = provider(store(), "acme", "CRM");
    leased(store(), key, 1);
    long fence = row(store(), key).fence();

    assertThat(store().tokens().complete(key, new Lease(1, fence - 1), kept("x"))).isFalse();
    assertThat(store().tokens().complete(key, new Lease(1, fence + 1), kept("x"))).isFalse();
    assertThat(store().tokens().complete(key, new Lease(2, fence - 1), failedLong())).isFalse();

    TokenRow row = row(store(), key);
    assertThat(row.token()).isNull();
    assertThat(row.failure()).isNull();
    assertThat(row.pause()).isZero();
    assertThat(row.leaseFor()).isPositive();
  }

  @Test
  default void writesNothingForAProviderThatIsDeletedByNow() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease lease = leased(store(), key, 1);
    store().providers().delete(key, 0);

    assertThat(store().tokens().complete(key, lease, kept("x"))).isFalse();
    assertThat(store().tokens().find(key)).isEmpty();
  }

  @Test
  default void keepsTheTokenRowThroughAnUpdateOfTheProvider() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().complete(key, leased(store(), key, 1), kept("x"));
    Lease lease = leased(store(), key, 1);

    store().providers().update(key, 1, 2, content("Billing"));

    assertThat(row(store(), key).fence()).isEqualTo(lease.fence());
    assertThat(row(store(), key).token()).isNotNull();
    assertThat(store().tokens().complete(key, lease, kept("y"))).isTrue();
  }

  @Test
  default void keepsAFailureAndItsPauseThroughAnUpdateOfTheProvider() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().complete(key, leased(store(), key, 1), failedLong());

    store().providers().update(key, 1, 2, content("Billing"));

    assertThat(row(store(), key).failure())
        .returns(1L, StoredFailure::epoch)
        .returns("late", StoredFailure::failure)
        .returns(1, StoredFailure::attempts);
    assertThat(row(store(), key).pause()).isPositive();
  }

  private static ExchangeOutcome failedLong() {
    return ExchangeOutcome.failed(new ExchangeOutcome.Failure("late", 1), LONG);
  }
}
