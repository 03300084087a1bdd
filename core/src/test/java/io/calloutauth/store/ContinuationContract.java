package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.epoch;
import static io.calloutauth.store.ContractRows.failed;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ContinuationOutcome.Ended;
import io.calloutauth.store.ContinuationOutcome.Stays;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What it means to keep what the next token request of an authorization needs. */
interface ContinuationContract extends ContractStore {

  Duration TICK = Duration.ofMillis(150);

  @Test
  default void knowsNoAuthorizationBeforeThereIsOne() {
    ProviderKey key = provider(store(), "acme", "CRM");
    assertThat(row(store(), key)).isEqualTo(TokenRow.EMPTY);

    complete(key, kept("x"));

    assertThat(row(store(), key).authorization()).isEqualTo(StoredAuthorization.NONE);
    assertThat(row(store(), key).format()).isEqualTo(TokenRow.FORMAT);
    assertThat(row(store(), key).isNewer()).isFalse();
  }

  @Test
  default void keepsTheFormThatARowWasWrittenIn() {
    ProviderKey key = provider(store(), "acme", "CRM");

    complete(key, kept("x").inFormat(7));

    assertThat(row(store(), key).format()).isEqualTo(7);
    assertThat(row(store(), key).isNewer()).isTrue();
    assertThat(store().providers().findListing(key).orElseThrow().token().format()).isEqualTo(7);
    complete(key, failed("timeout", 1));
    assertThat(row(store(), key).isNewer()).isFalse();
  }

  @Test
  default void keepsAContinuationWithItsToken() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease lease = leased(store(), key);
    advance(TICK);
    Continuation next =
        Continuation.builder(1, Sealed.of("k2", "sealed.refresh"))
            .endsIn(LONG)
            .dueIn(LONG)
            .authorizedBy("alice")
            .build();

    assertThat(store().tokens().complete(key, lease, kept("x").with(next))).isTrue();

    assertThat(row(store(), key).token()).isNotNull();
    StoredAuthorization stored = authorization(key);
    assertThat(stored.continuation()).isEqualTo(next.sealed());
    assertThat(Objects.requireNonNull(stored.continuation()).keyId()).isEqualTo("k2");
    assertThat(stored.age()).isBetween(TICK, LONG);
    assertThat(stored.endsIn()).isPositive().isLessThanOrEqualTo(LONG.minus(TICK));
    assertThat(stored.doubt()).isNull();
    assertThat(stored.authorizedBy()).isEqualTo("alice");
    assertThat(stored.sinceAuthorized()).isNotNull().isLessThan(LONG);
    assertThat(store().providers().findListing(key).orElseThrow().token().authorization().number())
        .isEqualTo(stored.number());
  }

  @Test
  default void keepsAContinuationOfWhichNoEndIsKnown() {
    ProviderKey key = provider(store(), "acme", "CRM");

    complete(key, kept("x").with(continuation(1, "first")));

    assertThat(authorization(key).endsIn()).isNull();
    assertThat(authorization(key).authorizedBy()).isEmpty();
    assertThat(authorization(key).sinceAuthorized()).isNull();
    Continuation ending =
        Continuation.builder(1, Sealed.of("k1", "y")).endsIn(Duration.ofMillis(100)).build();
    complete(key, kept("x").with(ending));
    advance(TICK);
    assertThat(authorization(key).endsIn()).isZero();
    assertThat(authorization(key).continuation()).isNotNull();
  }

  @Test
  default void replacesAContinuationByItsSuccessorOfTheSameAuthorization() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Continuation first =
        Continuation.builder(1, Sealed.of("k1", "first"))
            .endsIn(LONG)
            .authorizedBy("alice")
            .build();
    complete(key, kept("x").with(first));

    long number = authorization(key).number();
    complete(key, kept("y").with(continuation(number, "second")));

    assertThat(text(key)).isEqualTo("second");
    assertThat(authorization(key).number()).isEqualTo(number);
    assertThat(authorization(key).endsIn()).isNull();
    assertThat(authorization(key).authorizedBy()).as("she gave it still").isEqualTo("alice");
  }

  @Test
  default void leavesTheContinuationWhereAnOutcomeDoesNotTouchIt() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, kept("x").with(continuation(1, "first")));

    for (TokenRequestOutcome outcome :
        List.of(kept("y"), failed("timeout", 1), TokenRequestOutcome.spent(Duration.ZERO))) {
      complete(key, outcome);
      complete(key, outcome.with(Stays.WITHOUT_DOUBT));
    }

    assertThat(text(key)).isEqualTo("first");
    assertThat(authorization(key).number()).isEqualTo(1);
  }

  @Test
  default void writesNoContinuationUnderALostLease() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease lost = leased(store(), key);
    store().tokens().revoke(key, RevokeRequest.of(row(store(), key)));

    assertThat(store().tokens().complete(key, lost, kept("x").with(continuation(1, "late"))))
        .isFalse();
    assertThat(store().tokens().complete(key, lost, failed("x", 1).with(new Ended(1)))).isFalse();

    assertThat(authorization(key)).isEqualTo(StoredAuthorization.NONE);
  }

  @Test
  default void keepsTheContinuationThroughANewEpoch() {
    ProviderKey key = provider(store(), "acme", "CRM");
    complete(key, kept("x").with(continuation(1, "first")));

    ContractRows.edit(store(), key, true);

    assertThat(text(key)).isEqualTo("first");
    complete(key, kept("y"));
    assertThat(text(key)).isEqualTo("first");
    assertThat(store().providers().find(key).orElseThrow().authorization()).isEqualTo(1);
  }

  @Test
  default void numbersANewAuthorizationTogetherWithANewEpoch() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderRow before = store().providers().find(key).orElseThrow();

    ProviderStore.Update first =
        store().providers().update(key, 1, NewNumber.AUTHORIZATION, before.content());
    ProviderStore.Update second =
        store().providers().update(key, first.version(), NewNumber.AUTHORIZATION, before.content());

    assertThat(first.authorization()).isGreaterThan(1_000_000_000_000L);
    assertThat(first.epoch()).isGreaterThan(before.epoch());
    assertThat(second.authorization()).isGreaterThan(first.authorization());
    assertThat(store().providers().find(key).orElseThrow())
        .returns(second.authorization(), ProviderRow::authorization)
        .returns(second.epoch(), ProviderRow::epoch);
  }

  /** A count alone would come again after commits that were lost. */
  @Test
  default void numbersAnAuthorizationThatSomebodyGaveByItsClock() {
    ProviderKey key = provider(store(), "acme", "CRM");

    complete(key, kept("x").with(given(1)));
    long first = authorization(key).number();
    complete(key, kept("x").with(given(first + 1)));
    long second = authorization(key).number();
    complete(key, kept("x").with(given(Long.MAX_VALUE)));

    assertThat(first).isGreaterThan(1_000_000_000_000L);
    assertThat(second).isGreaterThan(first);
    assertThat(authorization(key).number()).as("its clock is behind").isEqualTo(Long.MAX_VALUE);
  }

  @Test
  default void endsWithAnEditWhatAFasterClockNumbered() {
    ProviderKey key = provider(store(), "acme", "CRM");
    long ahead = System.currentTimeMillis() + LONG.toMillis();
    complete(key, kept("x").with(given(ahead)));
    ProviderContent content = store().providers().find(key).orElseThrow().content();

    ProviderStore.Update edit =
        store().providers().update(key, 1, NewNumber.AUTHORIZATION, content);

    assertThat(edit.authorization()).isGreaterThan(authorization(key).number());
  }

  private static Continuation given(long lowest) {
    return Continuation.builder(lowest, Sealed.of("k1", "given")).authorizedBy("alice").build();
  }

  private static Continuation continuation(long authorization, String text) {
    return Continuation.builder(authorization, Sealed.of("k1", text)).build();
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
