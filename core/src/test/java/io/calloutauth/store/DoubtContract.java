package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.epoch;
import static io.calloutauth.store.ContractRows.failed;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ContinuationOutcome.Ended;
import io.calloutauth.store.ContinuationOutcome.Stays;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What it means that a continuation may have been used up, and when an authorization is over. */
interface DoubtContract extends ContractStore {

  Duration TICK = Duration.ofMillis(150);

  @Test
  default void endsAnAuthorizationAndKnowsWhichOne() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, kept("x").with(continuation(1, "first")));
    ContractRows.leased(doubtful(key, 1));

    complete(key, failed("invalid_grant", 1).with(new Ended(3)));

    assertThat(authorization(key)).isEqualTo(StoredAuthorization.builder(3).build());
    assertThat(row(store(), key).token()).as("serves to its end").isNotNull();
  }

  @Test
  default void marksTheDoubtTogetherWithTheLease() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, kept("x").with(continuation(1, "first")));
    LeaseRequest stale = LeaseRequest.builder(1, TokenRow.EMPTY, LONG).marksDoubt(1).build();
    assertThat(store().tokens().lease(key, stale)).isEqualTo(LeaseResult.Refusal.HELD);
    assertThat(authorization(key).doubt()).isNull();

    ContractRows.leased(doubtful(key, 1));
    advance(TICK);

    Doubt doubt = Objects.requireNonNull(authorization(key).doubt());
    assertThat(doubt.authorization()).isEqualTo(1);
    assertThat(doubt.since()).isBetween(TICK, LONG);
    assertThat(text(key)).isEqualTo("first");
  }

  @Test
  default void keepsSinceWhenAContinuationIsInDoubt() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(ContractRows.leased(doubtful(key, 1)), key, failed("timeout", 1));
    advance(TICK);

    complete(ContractRows.leased(doubtful(key, 1)), key, failed("timeout", 2));
    assertThat(Objects.requireNonNull(authorization(key).doubt()).since()).isBetween(TICK, LONG);

    ContractRows.leased(doubtful(key, 2));
    Doubt other = Objects.requireNonNull(authorization(key).doubt());
    assertThat(other.authorization()).isEqualTo(2);
    assertThat(other.since()).as("another's is new").isLessThan(TICK);
  }

  @Test
  default void liftsTheDoubtOnlyWhereTheOutcomeSaysSo() {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (TokenRequestOutcome unsure :
        List.of(kept("y"), failed("timeout", 1), TokenRequestOutcome.spent(Duration.ZERO))) {
      complete(ContractRows.leased(doubtful(key, 1)), key, unsure);
      assertThat(authorization(key).doubt()).isNotNull();
    }
    for (ContinuationOutcome sure :
        List.of(Stays.WITHOUT_DOUBT, continuation(1, "next"), new Ended(1))) {
      complete(ContractRows.leased(doubtful(key, 1)), key, failed("timeout", 1).with(sure));
      assertThat(authorization(key).doubt()).isNull();
    }
  }

  @Test
  default void endsTheAuthorizationWithItsRevocation() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, kept("x").with(continuation(1, "first")));
    Lease held = ContractRows.leased(doubtful(key, 1));

    RevokeRequest request = RevokeRequest.builder(row(store(), key)).ending(1).build();
    assertThat(store().tokens().revoke(key, request)).isTrue();

    assertThat(authorization(key)).isEqualTo(StoredAuthorization.builder(1).build());
    assertThat(row(store(), key).token()).isNull();
    assertThat(store().tokens().complete(key, held, kept("x").with(continuation(1, "late"))))
        .isFalse();
    assertThat(authorization(key).continuation()).isNull();
  }

  @Test
  default void leavesTheAuthorizationWhereARevocationDoesNotEndIt() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, kept("x").with(continuation(1, "first")));
    ContractRows.leased(doubtful(key, 1));

    store().tokens().revoke(key, RevokeRequest.of(row(store(), key)));

    assertThat(text(key)).isEqualTo("first");
    assertThat(authorization(key).doubt()).isNotNull();
  }

  @Test
  default void letsANewAuthorizationTakeTheLeaseOver() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, kept("x").with(continuation(1, "first")));
    Lease running = ContractRows.leased(doubtful(key, 1));
    TokenRow read = row(store(), key);

    for (TokenRow other : ContractRows.othersThan(read)) {
      LeaseRequest stale =
          LeaseRequest.builder(epoch(store(), key), other, LONG).takesOver().build();
      assertThat(store().tokens().lease(key, stale)).isEqualTo(LeaseResult.Refusal.HELD);
    }
    LeaseRequest request =
        LeaseRequest.builder(epoch(store(), key), read, LONG).takesOver().build();
    Lease taken = ContractRows.leased(store().tokens().lease(key, request));

    assertThat(taken.fence()).isEqualTo(read.fence() + 1);
    assertThat(store().tokens().complete(key, running, kept("x").with(continuation(1, "old"))))
        .isFalse();
    complete(taken, key, kept("x").with(continuation(1, "new")));
    assertThat(text(key)).isEqualTo("new");
    assertThat(authorization(key).doubt()).isNull();
    LeaseRequest unborn = LeaseRequest.builder(99, row(store(), key), LONG).takesOver().build();
    assertThat(store().tokens().lease(key, unborn)).isEqualTo(LeaseResult.Refusal.OTHER_EPOCH);
  }

  @Test
  default void writesTokenAndContinuationTogetherOrNeither() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      Lease lease = ContractRows.leased(doubtful(key, 1));
      TokenRow read = row(store(), key);
      String text = "t" + round;

      ContractRace.among(
          2,
          i ->
              i == 0
                  ? store().tokens().complete(key, lease, kept(text).with(continuation(1, text)))
                  : store().tokens().revoke(key, RevokeRequest.builder(read).ending(1).build()));

      assertThat(row(store(), key).token()).isNull();
      assertThat(authorization(key)).isEqualTo(StoredAuthorization.builder(1).build());
    }
  }

  private static Continuation continuation(long authorization, String text) {
    return Continuation.builder(authorization, Sealed.of("k1", text)).build();
  }

  /** Asks for a lease that marks a doubt. */
  private LeaseResult doubtful(ProviderKey key, long authorization) {
    LeaseRequest request =
        LeaseRequest.builder(epoch(store(), key), row(store(), key), LONG)
            .marksDoubt(authorization)
            .build();
    return store().tokens().lease(key, request);
  }

  private void complete(ProviderKey key, TokenRequestOutcome outcome) {
    TokenRow read = row(store(), key);
    LeaseRequest request =
        LeaseRequest.builder(epoch(store(), key), read, LONG).takesOver().build();
    complete(ContractRows.leased(store().tokens().lease(key, request)), key, outcome);
  }

  private void complete(Lease lease, ProviderKey key, TokenRequestOutcome outcome) {
    assertThat(store().tokens().complete(key, lease, outcome)).isTrue();
  }

  private StoredAuthorization authorization(ProviderKey key) {
    return row(store(), key).authorization();
  }

  private String text(ProviderKey key) {
    return Objects.requireNonNull(authorization(key).continuation()).text();
  }
}
