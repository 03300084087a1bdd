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
import static io.calloutauth.store.LeaseResult.Refusal.HELD;
import static io.calloutauth.store.LeaseResult.Refusal.OTHER_EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What leases, fences and epochs mean. */
interface LeaseContract extends ContractStore {

  @Test
  default void knowsNoTokenRowOfAProviderThatIsNotThere() {
    ProviderKey key = newKey("acme");

    assertThat(store().tokens().find(key)).isEmpty();
    assertThat(store().tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, LONG)))
        .isEqualTo(HELD);
    assertThat(store().tokens().complete(key, new Lease(1, 0, 0), kept("x"))).isFalse();
    assertThat(store().tokens().revoke(key, RevokeRequest.of(TokenRow.EMPTY))).isFalse();
    assertThat(store().tokens().find(key)).isEmpty();
  }

  @Test
  default void raisesTheFenceByOneWithEachLease() {
    ProviderKey key = provider(store(), "acme", "CRM");

    Lease first = leased(store(), key);

    assertThat(first.epoch()).isEqualTo(1);
    assertThat(first.fence()).isEqualTo(1);
    assertThat(row(store(), key).fence()).isEqualTo(1);
    assertThat(row(store(), key).leaseEpoch()).isEqualTo(1);
    assertThat(row(store(), key).leaseFor()).isPositive().isLessThanOrEqualTo(LONG);
    store().tokens().complete(key, first, kept("x"));
    assertThat(leased(store(), key).fence()).isEqualTo(2);
  }

  @Test
  default void drawsANewOwnerForEachLease() {
    Set<Long> owners = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      ProviderKey key = provider(store(), "acme", "CRM " + i);
      Lease lease = leased(store(), key);
      owners.add(lease.owner());
      store().tokens().complete(key, lease, kept("x"));
      assertThat(row(store(), key).token())
          .isNotNull()
          .extracting(StoredToken::lease)
          .isEqualTo(lease);
    }

    assertThat(owners).hasSize(20);
  }

  @Test
  default void leavesTheLeaseToWhoHoldsIt() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease held = leased(store(), key);

    assertThat(lease(store(), key, LONG)).isEqualTo(HELD);

    assertThat(row(store(), key).fence()).isEqualTo(held.fence());
    assertThat(store().tokens().complete(key, held, kept("x"))).isTrue();
  }

  @Test
  default void givesNoLeaseForAnotherFenceOrOwnerThanThoseThatAreThere() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().complete(key, leased(store(), key), kept("x"));
    TokenRow before = row(store(), key);

    for (TokenRow other : ContractRows.othersThan(before)) {
      assertThat(store().tokens().lease(key, LeaseRequest.of(1, other, LONG))).isEqualTo(HELD);
    }

    assertThat(row(store(), key).fence()).isEqualTo(before.fence());
    assertThat(row(store(), key).leaseFor()).isZero();
  }

  @Test
  default void givesTheLeaseToOneOfManyWhoReadTheSameFence() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS; round++) {
      TokenRow read = row(store(), key);

      List<LeaseResult> results =
          ContractRace.among(i -> store().tokens().lease(key, LeaseRequest.of(1, read, LONG)));

      List<Lease> leases =
          results.stream().filter(Lease.class::isInstance).map(Lease.class::cast).toList();
      assertThat(leases).extracting(Lease::fence).containsExactly(read.fence() + 1);
      assertThat(store().tokens().complete(key, leases.get(0), kept("x"))).isTrue();
    }
  }

  @Test
  default void givesTheLeaseOfADeadOwnerToTheNextOnceItIsOver() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease dead = leased(lease(store(), key, SHORT));
    advance(SHORT);

    assertThat(row(store(), key).leaseFor()).isZero();
    Lease next = leased(store(), key);

    assertThat(next.fence()).isEqualTo(2);
    assertThat(store().tokens().complete(key, dead, kept("late"))).isFalse();
    assertThat(row(store(), key).token()).isNull();
    assertThat(row(store(), key).leaseFor()).isPositive();
    assertThat(store().tokens().complete(key, next, kept("next"))).isTrue();
  }

  @Test
  default void writesUnderALeaseThatIsOverButThatNobodyTook() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease over = leased(lease(store(), key, SHORT));
    advance(SHORT);

    assertThat(store().tokens().complete(key, over, kept("slow"))).isTrue();

    assertThat(row(store(), key).token()).isNotNull();
  }

  @Test
  default void givesALeaseThatIsHeldForAnotherEpochToTheProvidersOwn() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease old = leased(store(), key);
    long epoch = ContractRows.edit(store(), key, true).epoch();

    Lease taken = leased(store(), key);

    assertThat(taken.epoch()).isEqualTo(epoch);
    assertThat(taken.fence()).isEqualTo(2);
    assertThat(row(store(), key).leaseEpoch()).isEqualTo(epoch);
    assertThat(store().tokens().complete(key, old, kept("late"))).isFalse();
    assertThat(row(store(), key).token()).isNull();
    assertThat(lease(store(), key, LONG)).isEqualTo(HELD);
    assertThat(store().tokens().complete(key, taken, kept("new"))).isTrue();
    assertThat(row(store(), key).token())
        .isNotNull()
        .extracting(StoredToken::lease)
        .isEqualTo(taken);
  }

  /** One that a failover took back, or that this node has not heard of yet. */
  @Test
  default void givesNoLeaseForAnotherEpochThanTheProvidersOwn() {
    ProviderKey key = provider(store(), "acme", "CRM");
    long epoch = ContractRows.edit(store(), key, true).epoch();
    store().tokens().complete(key, leased(store(), key), kept("x"));
    TokenRow before = row(store(), key);

    for (long other : new long[] {0, 1, epoch - 1, epoch + 1, Long.MAX_VALUE}) {
      LeaseRequest request = LeaseRequest.of(other, before, LONG);
      assertThat(store().tokens().lease(key, request)).isEqualTo(OTHER_EPOCH);
    }

    assertThat(row(store(), key).fence()).isEqualTo(before.fence());
    assertThat(row(store(), key).leaseFor()).isZero();
    assertThat(lease(store(), key, LONG)).isInstanceOf(Lease.class);
  }

  @Test
  default void givesTheLeaseBackWithTheResult() {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (TokenRequestOutcome outcome :
        List.of(
            kept("x"),
            TokenRequestOutcome.spent(Duration.ZERO),
            ContractRows.failed("invalid_client", 1))) {
      Lease lease = leased(store(), key);

      assertThat(store().tokens().complete(key, lease, outcome)).isTrue();

      assertThat(row(store(), key).leaseFor()).isZero();
      assertThat(row(store(), key).fence()).isEqualTo(lease.fence());
    }
  }

  @Test
  default void writesNothingUnderAFenceOrOwnerThatNoLeaseHas() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease lease = leased(store(), key);
    long fence = row(store(), key).fence();

    long owner = lease.owner();

    for (Lease other :
        List.of(
            new Lease(1, fence - 1, owner),
            new Lease(1, fence + 1, owner),
            new Lease(1, fence, owner + 1), // of a time that a failover took back
            new Lease(1, fence, 0))) {
      assertThat(store().tokens().complete(key, other, kept("x"))).isFalse();
      assertThat(store().tokens().complete(key, other, failedLong())).isFalse();
    }

    TokenRow row = row(store(), key);
    assertThat(row.token()).isNull();
    assertThat(row.failure()).isNull();
    assertThat(row.pause()).isZero();
    assertThat(row.leaseFor()).isPositive();
  }

  @Test
  default void writesNothingForAProviderThatIsDeletedByNow() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease lease = leased(store(), key);
    store().providers().delete(key, 0);

    assertThat(store().tokens().complete(key, lease, kept("x"))).isFalse();
    assertThat(store().tokens().find(key)).isEmpty();
  }

  @Test
  default void keepsTheTokenRowThroughAnUpdateOfTheProvider() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().complete(key, leased(store(), key), kept("x"));
    Lease lease = leased(store(), key);

    store().providers().update(key, 1, NewNumber.EPOCH, content("Billing"));

    assertThat(row(store(), key).fence()).isEqualTo(lease.fence());
    assertThat(row(store(), key).token()).isNotNull();
    assertThat(store().tokens().complete(key, lease, kept("y"))).isTrue();
  }

  @Test
  default void keepsAFailureAndItsPauseThroughAnUpdateOfTheProvider() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().tokens().complete(key, leased(store(), key), failedLong());

    store().providers().update(key, 1, NewNumber.EPOCH, content("Billing"));

    assertThat(row(store(), key).failure())
        .returns(1L, StoredFailure::epoch)
        .returns("late", StoredFailure::failure)
        .returns(1, StoredFailure::attempts);
    assertThat(row(store(), key).pause()).isPositive();
  }

  private static TokenRequestOutcome failedLong() {
    return TokenRequestOutcome.failed(new TokenRequestOutcome.Failure("late", 1), LONG);
  }
}
