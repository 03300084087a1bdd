package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.LONG;
import static io.calloutauth.store.ContractRows.SHORT;
import static io.calloutauth.store.ContractRows.SOON;
import static io.calloutauth.store.ContractRows.failed;
import static io.calloutauth.store.ContractRows.kept;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ContinuationOutcome.Ended;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What it means that a continuation is due, and that one node of all uses it then. */
interface DueContinuationContract extends ContractStore {

  /** Stores a provider with a continuation that is due after a time; null for never. */
  private ProviderKey idle(String tenant, String name, @Nullable Duration dueIn) {
    ProviderKey key = provider(store(), tenant, name);
    keep(key, dueIn);
    return key;
  }

  private void keep(ProviderKey key, @Nullable Duration dueIn) {
    Sealed sealed = Sealed.of("k1", "continuation");
    complete(key, kept("x").with(Continuation.builder(1, sealed).dueIn(dueIn).build()));
  }

  private void complete(ProviderKey key, TokenRequestOutcome outcome) {
    assertThat(store().tokens().complete(key, leased(store(), key), outcome)).isTrue();
  }

  private Optional<ProviderKey> claim(Duration duration) {
    return store().tokens().claimDue(duration, Set.of());
  }

  @Test
  default void claimsAContinuationThatStayedUnusedForAsLongAsItMay() {
    ProviderKey key = idle("acme", "CRM", SOON);
    TokenRow before = row(store(), key);
    String cursor = store().changes().changesSince(null).cursor();
    assertThat(claim(LONG)).isEmpty();
    advance(SOON);

    assertThat(claim(LONG)).contains(key);

    assertThat(claim(LONG)).isEmpty();
    assertThat(row(store(), key).fence()).isEqualTo(before.fence());
    assertThat(row(store(), key).authorization().continuation())
        .isEqualTo(before.authorization().continuation());
    assertThat(store().changes().changesSince(cursor).changes()).isEmpty();
  }

  /** Its server counts from when it gave it out. */
  @Test
  default void countsFromTheLeaseHoweverLateAContinuationIsWritten() {
    ProviderKey key = provider(store(), "acme", "CRM");
    Lease lease = leased(store(), key);
    advance(SOON);
    Continuation next =
        Continuation.builder(1, Sealed.of("k1", "continuation")).dueIn(SOON).build();

    assertThat(store().tokens().complete(key, lease, kept("x").with(next))).isTrue();

    assertThat(claim(LONG)).contains(key);
  }

  @Test
  default void claimsAContinuationAgainWhenItsClaimRanOut() {
    ProviderKey key = idle("acme", "CRM", Duration.ZERO);
    assertThat(claim(SHORT)).contains(key);
    advance(SHORT);

    assertThat(claim(LONG)).contains(key);
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void claimsNoneThatIsNeverDueOrOver() {
    idle("acme", "Never", null);
    provider(store(), "acme", "Without");
    ProviderKey ended = idle("acme", "Ended", Duration.ZERO);
    complete(ended, failed("invalid_grant", 1).with(new Ended(1)));
    ProviderKey revoked = idle("acme", "Revoked", Duration.ZERO);
    TokenRow read = row(store(), revoked);
    store().tokens().revoke(revoked, RevokeRequest.builder(read).ending(1).build());
    keep(idle("acme", "Changed", Duration.ZERO), null);

    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void letsTheNextContinuationBeDueInItsOwnTime() {
    ProviderKey key = idle("acme", "CRM", Duration.ZERO);
    assertThat(claim(LONG)).contains(key);
    keep(key, SOON);
    assertThat(claim(LONG)).isEmpty();
    advance(SOON);

    assertThat(claim(LONG)).contains(key);
  }

  @Test
  default void leavesAContinuationDueThatStays() {
    ProviderKey key = idle("acme", "CRM", Duration.ZERO);

    complete(key, failed("timeout", 1));
    store().tokens().revoke(key, RevokeRequest.of(row(store(), key)));

    assertThat(claim(LONG)).contains(key);
  }

  @Test
  default void putsOffAContinuation() {
    ProviderKey key = idle("acme", "CRM", Duration.ZERO);
    assertThat(claim(LONG)).contains(key);
    TokenRow read = row(store(), key);

    assertThat(store().tokens().putOffDue(key, read, SOON)).isTrue();

    assertThat(claim(LONG)).isEmpty();
    advance(SOON);
    assertThat(claim(LONG)).contains(key);
  }

  @Test
  default void putsNothingOffUnderAnotherFenceOrOwnerOrWhereNothingIsDue() {
    ProviderKey key = idle("acme", "CRM", Duration.ZERO);
    TokenRow read = row(store(), key);
    keep(key, Duration.ZERO);
    ProviderKey never = idle("acme", "Never", null);

    assertThat(store().tokens().putOffDue(key, read, LONG)).isFalse();
    for (TokenRow other : ContractRows.othersThan(row(store(), key))) {
      assertThat(store().tokens().putOffDue(key, other, LONG)).isFalse();
    }
    assertThat(store().tokens().putOffDue(never, row(store(), never), LONG)).isFalse();
    assertThat(store().tokens().putOffDue(newKey("acme"), TokenRow.EMPTY, LONG)).isFalse();

    assertThat(claim(LONG)).contains(key);
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void claimsContinuationsOfTheTenantsWhoseTurnItIsOnly() {
    ProviderKey acme = idle("acme", "CRM", Duration.ZERO);
    ProviderKey globex = idle("globex", "CRM", Duration.ZERO);

    assertThat(store().tokens().claimDue(LONG, Set.of("acme", "hooli"))).contains(globex);
    assertThat(store().tokens().claimDue(LONG, Set.of("acme", "hooli"))).isEmpty();
    assertThat(store().tokens().claimDue(LONG, Set.of("globex"))).contains(acme);
  }

  @Test
  default void claimsNoneOfAProviderThatIsGone() {
    ProviderKey deleted = idle("acme", "CRM", Duration.ZERO);
    idle("globex", "CRM", Duration.ZERO);

    store().providers().delete(deleted, 0);
    store().purge("globex");

    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  default void letsOneOfManyClaimAContinuation() throws Exception {
    ProviderKey key = idle("acme", "CRM", Duration.ZERO);
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      List<Optional<ProviderKey>> claims = ContractRace.among(i -> claim(LONG));

      assertThat(claims.stream().filter(Optional::isPresent)).hasSize(1);
      store().tokens().putOffDue(key, row(store(), key), Duration.ZERO);
    }
  }

  @Test
  default void givesEachOfManyClaimsAContinuationOfItsOwn() throws Exception {
    for (int i = 0; i < ContractRace.THREADS; i++) {
      idle("acme", "CRM " + i, Duration.ZERO);
    }

    List<Optional<ProviderKey>> claims = ContractRace.among(i -> claim(LONG));

    assertThat(claims).allMatch(Optional::isPresent).doesNotHaveDuplicates();
  }
}
